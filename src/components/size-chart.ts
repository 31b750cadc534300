import {axisX, axisY, domainOn, gridX, gridY, isSmall, nameX, placeOn} from "./axes.js";
import {panelChart} from "./chart.js";
import type {Chart, Marks} from "./chart.js";
import {beyondClock, clockText, clockTicks, onClock} from "./clock.js";
import {heldRange} from "./held-range.js";
import {
  area,
  band,
  diamond,
  here,
  hereText,
  label,
  line,
  lineEnd,
  pinned,
  refinedLine,
  textbookLine
} from "./layer.js";
import type {Mark} from "./layer.js";
import {share, text} from "./numbers.js";
import type {Incident, SizeRow} from "./reliability-answer.js";

const sizes = (most: number, few: boolean): readonly number[] =>
  Array.from({length: 12}, (_, i) => 8 * (few ? 16 : 4) ** i).filter((x) => x <= most);
const short = (x: number): string => (x >= 10_000 ? `${Math.round(x / 1000)}k` : String(x));

export interface SizeProps {
  readonly rows: readonly SizeRow[];
  readonly now: {readonly accelerators: number; readonly mtbf: number; readonly goodput: number};
  readonly incidents: readonly Incident[];
  readonly pin: {
    readonly accelerators: number;
    readonly mtbf: number;
    readonly goodput: number;
  } | null;
  readonly width: number;
}

/** Time between failures against size, both log, with published fleets. */
export function sizeChart(): Chart<SizeProps> {
  const range = heldRange(beyondClock);
  return panelChart(
    ({rows, width, incidents}) => {
      const [first, last] = [rows[0]!, rows.at(-1)!];
      const seen = incidents.map(({mtbf}) => mtbf);
      const domain = range(onClock(Math.min(last.mtbf, ...seen) * 0.9, first.mtbf * 1.1));
      const x = [first.accelerators, last.accelerators];
      return {
        key: [...domain, ...x].join(),
        options: () => {
          const [acrossX, acrossY] = [sizes(x[1]!, isSmall(width)), clockTicks(domain)];
          return {
            height: isSmall(width) ? 300 : 340,
            marginLeft: 66,
            marginRight: isSmall(width) ? 16 : 30,
            marginTop: 16,
            marginBottom: 42,
            x: {type: "log", domain: x, axis: null},
            y: {type: "log", domain, axis: null},
            marks: [
              gridX(acrossX),
              gridY(acrossY),
              axisX(acrossX, short),
              axisY(acrossY, clockText),
              nameX("GPUs (log) →")
            ]
          };
        }
      };
    },
    ({rows, now, incidents, pin, width}, plot): Marks => {
      const [x, y] = [placeOn(plot, "x"), placeOn(plot, "y")];
      const of = (row: SizeRow): number => x(row.accelerators);
      const ends = [rows[0]!, rows.at(-1)!];
      // what the published fleets would last at other sizes: their failures of a node in a time
      const scaled = incidents.map(({accelerators, mtbf}) => accelerators * mtbf);
      const published =
        (best: number): ((row: SizeRow) => number) =>
        (row) =>
          y(best / row.accelerators);
      const low = plotFloor(plot);
      return [
        scaled.length > 1 &&
          area(
            "published",
            band(ends, of, published(Math.min(...scaled)), published(Math.max(...scaled))),
            "var(--ink-3)",
            0.13
          ),
        textbookLine(line(rows, of, (row) => y(row.mtbfBook))),
        refinedLine(line(rows, of, (row) => y(row.mtbf))),
        ...incidents.flatMap((one, i) => incidentMarks(one, incidents, i, x, y, isSmall(width))),
        pin && pinned(x(pin.accelerators), y(pin.mtbf)),
        pin &&
          label("pinned is", "pinned", x(pin.accelerators), y(pin.mtbf) - 16, {fill: "var(--b)"}),
        here(x(now.accelerators), y(now.mtbf)),
        hereText(
          text(now.mtbf, "s"),
          x(now.accelerators) - 10,
          Math.min(low - 10, y(now.mtbf) + 20),
          {anchor: "end"}
        )
      ];
    }
  );
}

function plotFloor(plot: Parameters<typeof placeOn>[0]): number {
  const [low] = domainOn(plot, "y");
  return placeOn(plot, "y")(low);
}

/** A published fleet, with its name where there is room; names of about the same size stand apart. */
function incidentMarks(
  {name, accelerators, mtbf}: Incident,
  all: readonly Incident[],
  i: number,
  x: (value: number) => number,
  y: (value: number) => number,
  isNarrow: boolean
): readonly (Mark | false)[] {
  const isLower = all.some(
    (one) => Math.abs(Math.log(one.accelerators / accelerators)) < 0.2 && one.mtbf > mtbf
  );
  const [px, py] = [x(accelerators), y(mtbf)];
  const look = {fill: "var(--ink-2)", weight: 400, anchor: isLower ? "end" : "start"} as const;
  const [dx, dy] = isLower ? [-11, 12] : [11, -9];
  return [
    diamond(`incident ${i}`, px, py),
    !isNarrow && label(`incident ${i} is`, name, px + dx, py + dy, look)
  ];
}

/** Useful share of time against size, saving at Young's interval. */
export function goodputChart(): Chart<SizeProps> {
  return panelChart(
    ({rows, width}) => {
      const x = [rows[0]!.accelerators, rows.at(-1)!.accelerators];
      return {
        key: x.join(),
        options: () => {
          const across = sizes(x[1]!, isSmall(width));
          return {
            height: isSmall(width) ? 270 : 340,
            marginLeft: 46,
            marginRight: isSmall(width) ? 16 : 84,
            marginTop: 16,
            marginBottom: 42,
            x: {type: "log", domain: x, axis: null},
            y: {domain: [0, 1], ticks: 5, tickFormat: (d: number) => share(d, 3), label: null},
            marks: [gridX(across), gridY(5), axisX(across, short), nameX("GPUs (log) →")]
          };
        }
      };
    },
    ({rows, now, pin, width}, plot): Marks => {
      const [x, y] = [placeOn(plot, "x"), placeOn(plot, "y")];
      const of = (row: SizeRow): number => x(row.accelerators);
      const last = rows.at(-1)!;
      const isNear = Math.abs(last.book - last.goodput) < 0.06;
      const end = (name: "refined" | "textbook", value: number, dy: number): Mark | false =>
        !isSmall(width) && lineEnd(name, of(last), y(value) + dy);
      return [
        textbookLine(line(rows, of, (row) => y(row.book))),
        refinedLine(line(rows, of, (row) => y(row.goodput))),
        end("refined", last.goodput, isNear ? 8 : 0),
        end("textbook", last.book, isNear ? -8 : 0),
        pin && pinned(x(pin.accelerators), y(pin.goodput)),
        here(x(now.accelerators), y(now.goodput)),
        hereText(share(now.goodput, 3), x(now.accelerators), y(now.goodput) + 22)
      ];
    }
  );
}
