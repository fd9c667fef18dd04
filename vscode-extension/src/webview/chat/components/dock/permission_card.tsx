// The agent asks whether it may.

import { useEffect, useState } from "preact/hooks";
import { type OpenPermission, type Option, optionsOf } from "../../../../conversation/questions";
import type { ToolCall } from "../../../../protocol";
import { useConversation } from "../common/context";
import { Disclosure } from "../common/disclosure";
import { Icon, IconButton } from "../common/icon";
import { Locations } from "../tool/locations";
import { ToolContent } from "../tool/tool_content";
import { KIND_ICONS } from "../tool/tool_looks";

export interface PermissionCardProps {
  readonly question: OpenPermission;
  /** Alt, Shift and a digit answer this one, wherever the cursor is. */
  readonly first: boolean;
}

export function PermissionCard({ question, first }: PermissionCardProps) {
  const { toolCall } = question.request;
  const options = optionsOf(question.request.options);
  const { answered, choose } = useAnswer(question);
  const chooseDigit = (digit: number) => choose(options[digit - 1]);
  useDigits(first, chooseDigit);
  return (
    <section
      class="card question"
      data-testid="permission"
      data-permission={question.permissionId}
      aria-label={`Permission: ${toolCall.title}`}
      onKeyDown={(event) => {
        if (!event.altKey && !event.ctrlKey && !event.metaKey && /^[1-9]$/.test(event.key)) {
          event.preventDefault();
          chooseDigit(Number(event.key));
        }
      }}
    >
      <Asked question={question} />
      <div class="options">
        {options.map((option, at) => (
          <OptionButton
            key={option.optionId}
            option={option}
            digit={at + 1}
            primary={option.kind === "allow_once"}
            disabled={answered}
            choose={() => choose(option)}
          />
        ))}
      </div>
    </section>
  );
}

/** It is answered once, and again only if the answer did not get through. */
function useAnswer(question: OpenPermission) {
  const { actions } = useConversation();
  const [answered, setAnswered] = useState(false);
  const answer = async (option: Option) => {
    setAnswered(true);
    await actions.answer(question, option.optionId);
    setAnswered(false);
  };
  const choose = (option: Option | undefined) => {
    if (option && !answered) {
      void answer(option);
    }
  };
  return { answered, choose };
}

/** What is asked for. */
function Asked({ question }: { readonly question: OpenPermission }) {
  const { actions } = useConversation();
  const { toolCall } = question.request;
  return (
    <>
      <header class="card-head">
        <Icon name={KIND_ICONS[toolCall.kind] ?? "tools"} class="kind" />
        <strong class="card-title">{toolCall.title}</strong>
        <IconButton
          icon="close"
          label="Close without an answer"
          testid="permission-dismiss"
          onClick={() => void actions.dismiss(question)}
        />
      </header>
      <Locations id={question.key} locations={toolCall.locations ?? []} />
      {hasContent(toolCall) && (
        <Disclosure id={question.key} summary="What it wants to do" initially={true}>
          {() => <ToolContent id={question.key} call={toolCall} />}
        </Disclosure>
      )}
    </>
  );
}

function hasContent({ content, rawInput }: ToolCall): boolean {
  return (content?.length ?? 0) > 0 || (rawInput !== undefined && rawInput !== null);
}

interface OptionButtonProps {
  readonly option: Option;
  readonly digit: number;
  readonly primary: boolean;
  readonly disabled: boolean;
  readonly choose: () => void;
}

function OptionButton({ option, digit, primary, disabled, choose }: OptionButtonProps) {
  return (
    <button
      type="button"
      class={`button option ${primary ? "primary" : "secondary"}`}
      data-testid="permission-option"
      data-kind={option.kind}
      aria-keyshortcuts={`Alt+Shift+${digit}`}
      title={`${digit} in this card, Alt+Shift+${digit} anywhere`}
      disabled={disabled}
      onClick={choose}
    >
      <span class="digit">{digit}</span>
      <span>{option.name}</span>
    </button>
  );
}

/** Alt, Shift and a digit, anywhere in the panel. Alt and a digit is taken: it opens an editor. */
function useDigits(active: boolean, choose: (digit: number) => void): void {
  useEffect(() => {
    if (!active) {
      return;
    }
    const listen = (event: KeyboardEvent) => {
      const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
      if (event.altKey && event.shiftKey && !event.ctrlKey && !event.metaKey && digit) {
        event.preventDefault();
        choose(Number(digit));
      }
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  });
}
