// A Markdown text on the screen. When it grows, only its last blocks are rendered anew.

import { memo } from "preact/compat";
import { useRef } from "preact/hooks";
import { type Blocks, blocksOf, type References } from "./blocks";
import { parser, renderBlock } from "./parser";

export function Markdown({ text }: { readonly text: string }) {
  const before = useRef<Blocks | undefined>(undefined);
  before.current = blocksOf(parser, text, before.current);
  const { sources, references } = before.current;
  return (
    <div class="markdown">
      {sources.map((source, at) => (
        <Block key={at} source={source} references={references} />
      ))}
    </div>
  );
}

const Block = memo(function Block(props: {
  readonly source: string;
  readonly references: References;
}) {
  const html = renderBlock(props.source, props.references);
  return <div class="block" dir="auto" dangerouslySetInnerHTML={{ __html: html }} />;
});
