import {describe, expect, it} from "vitest";
import {InputError} from "../../lib/errors.js";
import {load} from "../../lib/registry/registry.js";
import {resolve} from "../../lib/registry/resolve.js";
import {valueIn} from "../../lib/registry/row.js";
import {columnName, recordType} from "../../lib/registry/schema.js";
import {TableError} from "../../lib/registry/table.js";

const engine = recordType("engines", {
  power: {unit: "W", symbol: "P", above: 0, doc: "Power"},
  rate: {unit: "FLOP/s", symbol: "R", by: ["fp16", "fp8"], optional: true, doc: "Rates"},
  life: {unit: "s", show: "h", symbol: "T", optional: true, doc: "Life", wire: "life_hours"},
  fuel: {choice: ["oil", "gas"], symbol: "f", doc: "Fuel"}
});
const car = recordType(
  "cars",
  {
    engine: {record: engine, symbol: "", doc: "Engine"},
    spare: {record: engine, optional: true, symbol: "", doc: "Spare engine"},
    wheels: {unit: "1", symbol: "w", min: 1, whole: true, default: 4, doc: "Wheels"}
  },
  {
    noun: "car",
    hoist: "engine",
    shorthand: "engine",
    rules: [
      {
        field: "wheels",
        says: "must be at least 4 on gas",
        that: (v) => v["engine.fuel"] !== "gas" || Number(v["wheels"]) >= 4
      }
    ]
  }
);
const engines =
  "key,name,power_W,rate_fp16_FLOP_per_s,rate_fp8_FLOP_per_s,life_h,fuel\nV8,V8 engine,3e5,1e12,,2,oil\nV6,V6 engine,2e5,,,,gas\n";
const cars = "key,name,engine,spare,wheels\nA,Car A,V8,,\nB,Car B,V6,V8,4\n";
const place = {model: "Demo", input: "car"};

describe("a table", () => {
  const tables = load({engines, cars});
  it("is read in SI, with defaults, blanks and nested records by path", () => {
    const row = tables.row(car, "B")!;
    expect(row.values).toMatchObject({
      wheels: 4,
      "engine.power": 2e5,
      "engine.fuel": "gas",
      spare: 1,
      "spare.power": 3e5
    });
    expect(tables.row(car, "A")!.values).toMatchObject({
      wheels: 4,
      spare: null,
      "engine.life": 7200,
      "engine.rate": {fp16: 1e12, fp8: null}
    });
    expect(tables.keys(car)).toEqual(["A", "B"]);
    expect(tables.row(engine, "V6")!.name).toBe("V6 engine");
  });
  it("names its columns after field, option and unit", () => {
    expect(columnName("rate", engine.own["rate"]!, "fp8")).toBe("rate_fp8_FLOP_per_s");
    expect(columnName("life", engine.own["life"]!)).toBe("life_h");
  });
  it.each([
    [engines.replace("3e5", "0"), "data/engines.csv:2:3: power_W must be above 0 W: 0"],
    [engines.replace("3e5", "fast"), "data/engines.csv:2:3: power_W must be a number: fast"],
    [engines.replace("3e5", ""), 'data/engines.csv:2:3: power_W must not be empty: ""'],
    [engines.replace("oil", "coal"), "data/engines.csv:2:7: fuel must be one of oil, gas: coal"],
    [
      engines.replace("power_W", "power_kW"),
      "data/engines.csv:1:3: power_kW is not a column of this table, nearest is power_W"
    ],
    [engines.replace("V6", "V8"), "data/engines.csv:3:1: key must be unique: V8"],
    [
      engines.replace("V8,V8 engine", "V8,V8, engine"),
      "data/engines.csv:2:8: must have 7 cells, has 8"
    ],
    [engines.replace("life_h", "fuel"), "data/engines.csv:1:7: fuel stands twice"]
  ])("stops at a bad row %#", (text, message) => {
    const broken = load({engines: text});
    expect(() => broken.keys(engine).map((key) => broken.row(engine, key))).toThrow(
      new TableError(message)
    );
  });
  it("stops at a reference to no row, and at a rule between fields", () => {
    expect(() => load({engines, cars: cars.replace("V6", "V7")}).row(car, "B")).toThrow(
      "data/cars.csv:3:3: engine must be a key of data/engines.csv: V7"
    );
    expect(() => load({engines, cars: cars.replace("V8,4", "V8,3")}).row(car, "B")).toThrow(
      "data/cars.csv:3:5: wheels must be at least 4 on gas: 3"
    );
  });
  it("keeps the reference's value beside the corrected one", () => {
    const errata =
      "table,key,column,value,reason,reference\nengines,V8,power_W,2.9e5,typing error,maker\nengines,V8,rate_fp8_FLOP_per_s,4e12,typing error,maker\n";
    const row = load({engines, cars, errata}).row(car, "A")!;
    expect(valueIn(row, "engine.power", true)).toBe(2.9e5);
    expect(valueIn(row, "engine.power", false)).toBe(3e5);
    expect(valueIn(row, "engine.rate", true)).toEqual({fp16: 1e12, fp8: 4e12});
    expect(valueIn(row, "engine.life", true)).toBe(7200);
  });
  it("says where a figure comes from, nested ones too", () => {
    const provenance =
      "table,key,column,status,reference,address,checked,note\nengines,V8,power_W,checked,maker,https://maker.example/v8,2026-11-24,\nengines,V8,*,judgement,,,,a guess\n";
    const references =
      "key,title,producer,address,kind,published\nmaker,Maker's sheet,Maker,https://maker.example,datasheet,2025\n";
    const row = load({engines, cars, provenance, references}).row(car, "A")!;
    expect(row.source("engine.power")).toEqual({
      title: "Maker's sheet",
      status: "checked",
      address: "https://maker.example/v8",
      checked: "2026-11-24"
    });
    expect(row.source("engine.life")).toMatchObject({status: "judgement", note: "a guess"});
    expect(row.source("wheels")).toMatchObject({status: "unchecked"});
  });
});

describe("a record that is given", () => {
  const tables = load({engines, cars});
  const read = (given: unknown) => resolve(tables, car, given, place);
  it("is a key, a record in full, or one that starts from a row", () => {
    expect(read("A").values["engine.power"]).toBe(3e5);
    expect(read({engine: {power: "300 kW", fuel: "oil"}}).values).toMatchObject({
      wheels: 4,
      "engine.power": 3e5,
      spare: null
    });
    const changed = read({
      from: "A",
      wheels: 6,
      engine: {from: "V8", life_hours: 3, rate: {fp8: "5 TFLOP/s"}}
    });
    expect(changed.values).toMatchObject({
      wheels: 6,
      "engine.life": 10_800,
      "engine.power": 3e5,
      "engine.rate": {fp16: 1e12, fp8: 5e12}
    });
    expect(changed.name).toBe("Car A, changed");
    expect(changed.source("wheels").status).toBe("given");
  });
  it("may state its engine's fields as its own, unless it names an engine", () => {
    expect(read({power: 1, fuel: "oil"}).values["engine.power"]).toBe(1);
    expect(read({engine: "V8", power: 1}).values["engine.power"]).toBe(3e5);
    expect(read("engine:V6").values["engine.power"]).toBe(2e5);
  });
  it("loses the reference's value with the field that it changes", () => {
    const errata = "table,key,column,value,reason,reference\ncars,A,wheels,3,typing error,maker\n";
    const with3 = load({engines, cars, errata});
    expect(valueIn(resolve(with3, car, {from: "A"}, place), "wheels", true)).toBe(3);
    expect(valueIn(resolve(with3, car, {from: "A", wheels: 8}, place), "wheels", true)).toBe(8);
  });
  it("is read anew when its owner has changed it", () => {
    const given = {from: "A", wheels: 6};
    expect(read(given).values["wheels"]).toBe(6);
    given.wheels = 8;
    expect(read(given).values["wheels"]).toBe(8);
  });
  const circle: Record<string, unknown> = {};
  circle["from"] = circle;
  it.each([
    ["C", "Demo: unknown car; no such car: C"],
    [3, "Demo: invalid car; must be a key or a record of car: 3"],
    [[1], "Demo: invalid car; must be a key or a record of car: [1]"],
    [null, "Demo: invalid car; must be a key or a record of car: null"],
    [{}, "Demo: missing car.engine; must be a key or a record of engines"],
    [{engine: "V9"}, "Demo: unknown car.engine; no such engines, nearest is V8: V9"],
    [{from: "A", wheels: 1.5}, "Demo: invalid car.wheels; must be a whole number: 1.5"],
    [{from: "A", wheels: null}, "Demo: invalid car.wheels; must be a finite number: null"],
    [{from: "A", wheel: 4}, "Demo: unknown car.wheel; no such field, nearest is wheels"],
    [{from: "A", power: 4}, "Demo: ambiguous car.power; belongs to engine; change it there: 4"],
    [{from: "B", wheels: 3}, "Demo: invalid car.wheels; must be at least 4 on gas: 3"],
    [
      {engine: {power: "0 W", fuel: "oil"}},
      "Demo: invalid car.engine.power; must be above 0 W: 0 W"
    ],
    [
      {engine: {power: "3 B", fuel: "oil"}},
      "Demo: invalid car.engine.power; must be in W, has dimension B: 3 B"
    ],
    [
      {engine: {from: "V8", rate: {fp4: 1}}},
      "Demo: unknown car.engine.rate.fp4; must be one of fp16, fp8"
    ],
    [
      {engine: {from: "V8", power: NaN}},
      "Demo: invalid car.engine.power; must be a finite number of W: NaN"
    ],
    [circle, "is nested too deep"]
  ])("is rejected in one sentence %#", (given, message) => {
    expect(() => read(given)).toThrow(InputError);
    expect(() => read(given)).toThrow(message);
  });
});
