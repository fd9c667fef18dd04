// A Vega-Lite chart.

import { useEffect, useRef } from "preact/hooks";
import type { JsonObject } from "../../../protocol";
import type { CanvasStore } from "../canvas_store";
import type { DrawChart } from "../lazy/chart_bundle";
import { loadBundle } from "../lazy/load";
import { theme } from "../theme";

export function ChartView({ spec, store }: { spec: JsonObject; store: CanvasStore }) {
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let remove: (() => void) | null = null;
    let wanted = true;
    void draw(frame.current, spec)
      .then((drawn) => {
        if (wanted) {
          remove = drawn;
        } else {
          drawn();
        }
      })
      .catch((error: unknown) => {
        store.complain(
          `This chart could not be drawn: ${error instanceof Error ? error.message : error}`,
        );
      });
    return () => {
      wanted = false;
      remove?.();
    };
  }, [spec, theme.value]);
  return <div class="chart" ref={frame} data-testid="chart" />;
}

async function draw(element: HTMLElement | null, spec: JsonObject): Promise<() => void> {
  await loadBundle("canvas_chart");
  const drawChart = (globalThis as { easelDrawChart?: DrawChart }).easelDrawChart;
  if (element === null || drawChart === undefined) {
    return () => {};
  }
  return drawChart(element, spec);
}
