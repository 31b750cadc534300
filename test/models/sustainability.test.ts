import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {check} from "../../lib/model/check.js";
import {grid} from "../../lib/models/records/grid.js";
import {SustainabilityModel} from "../../lib/models/sustainability.js";
import {registry} from "../registry.js";

const kWh = 3.6e6;
type Given = Parameters<typeof SustainabilityModel.solve>[0];
const textbook = (given: Given) =>
  SustainabilityModel.solve(given, {registry, fidelity: "textbook"});
const refined = (given: Given) => SustainabilityModel.solve(given, {registry});
const month = {fleet: "Research_256", duration: "30 day"} as const;

describe("SustainabilityModel, worked by hand", () => {
  it("is sound as a whole", () => {
    expect(() => check(SustainabilityModel, registry)).not.toThrow();
  });
  it("textbook: 256 H100 for 30 days on the average US grid", () => {
    const one = textbook(month);
    expect(one.devicePower).toBe(700);
    expect(one.itPower).toBe(256 * 700);
    // 256 * 700 W * 720 h = 129 024 kWh, * 1.12
    expect(one.itEnergy / kWh).toBeCloseTo(129_024, 6);
    expect(one.totalEnergy / kWh).toBeCloseTo(144_506.88, 6);
    expect(one.overheadEnergy / kWh).toBeCloseTo(144_506.88 - 129_024, 6);
    // * 0.429 kg/kWh
    expect(one.carbonFootprint).toBeCloseTo(61_993.45152, 5);
    // facility energy * 1.8 L/kWh
    expect(one.waterUsage * 1e3).toBeCloseTo(260_112.384, 4);
    expect(one.region).toBe("US Average");
    expect(one.pue).toBe(1.12);
  });
  it("textbook: Quebec at 40% of peak, 164 kg a device, charged whole", () => {
    const one = textbook({
      ...month,
      datacenter: "Quebec_Hydro",
      mfu: 0.4,
      embodiedCarbonPerDevice: 164
    });
    // 256 * 700 W * (0.3 + 0.7 * 0.4) * 720 h = 74 833.92 kWh, * 1.06, * 0.02 + 256 * 164
    expect(one.itEnergy / kWh).toBeCloseTo(74_833.92, 6);
    expect(one.totalEnergy / kWh).toBeCloseTo(79_323.9552, 6);
    expect(one.embodiedCarbon).toBeCloseTo(41_984, 6);
    expect(one.operationalCarbon).toBeCloseTo(1586.479104, 6);
    expect(one.carbonFootprint).toBeCloseTo(43_570.479104, 6);
    expect(one.waterUsage).toBe(0);
  });
  it("textbook: Poland", () => {
    const one = textbook({...month, datacenter: "grid:Poland"});
    expect(one.totalEnergy / kWh).toBeCloseTo(203_857.92, 6);
    expect(one.carbonFootprint).toBeCloseTo(167_163.4944, 5);
    expect(one.waterUsage * 1e3).toBeCloseTo(366_944.256, 4);
  });
  it("refined: water is per IT energy", () => {
    // 129 024 kWh * 1.8 L/kWh, where the textbook has 260 112
    expect(refined(month).waterUsage * 1e3).toBeCloseTo(232_243.2, 4);
    expect(refined(month).carbonFootprint).toBe(textbook(month).carbonFootprint);
  });
  it("refined: a device is charged for the part of its life that the run takes", () => {
    const one = refined({...month, embodiedCarbonPerDevice: 164});
    // 256 * 164 kg * 30 days / (6 * 365 days * 0.85)
    expect(one.embodiedCarbon).toBeCloseTo((256 * 164 * 30) / (6 * 365 * 0.85), 8);
    // the registry's own figure of an H100
    expect(refined({...month, embodiedFromRegistry: true}).embodiedCarbon).toBeCloseTo(
      one.embodiedCarbon,
      8
    );
    expect(
      refined({
        ...month,
        embodiedCarbonPerDevice: 164,
        embodiedLifetime: "3 yr",
        embodiedUtilization: 1
      }).embodiedCarbon
    ).toBeCloseTo((256 * 164 * 30) / (3 * 365), 8);
    // a device that states none keeps the given number
    const bare = {accelerator: "TPUv4", acceleratorsPerNode: 4, nodes: 2, fabric: "InfiniBand_HDR"};
    expect(
      refined({
        fleet: bare,
        duration: "1 yr",
        embodiedCarbonPerDevice: 10,
        embodiedFromRegistry: true
      }).embodiedCarbon
    ).toBeCloseTo((8 * 10) / (6 * 0.85), 8);
  });
  it("BLOOM: 1 082 990 hours of 400 W at 57 g/kWh are 24.69 t (published 24.7 t)", () => {
    const grid57 = {name: "Jean Zay", carbonIntensity: "57 gCO2e/kWh", pue: 1, wue: 0};
    const given = {
      fleet: {accelerator: "A100", acceleratorsPerNode: 1, nodes: 1, fabric: "InfiniBand_HDR"},
      duration: "1082990 h",
      datacenter: {grid: grid57}
    };
    const one = textbook(given);
    expect(one.itEnergy / kWh).toBeCloseTo(433_196, 4);
    expect(one.carbonFootprint / 1e3).toBeCloseTo(24.692172, 6);
    // 1 082 990 h * 150 kg / (6 yr * 0.85) = 3.64 t (published)
    expect(refined({...given, embodiedCarbonPerDevice: 150}).embodiedCarbon / 1e3).toBeCloseTo(
      3.636,
      2
    );
  });
  it("takes the place in turn: the datacenter given, the fleet's, its region, the average US grid", () => {
    const at = (fleet: object, datacenter?: Given["datacenter"]) =>
      refined({
        fleet: {from: "Research_256", ...fleet},
        duration: "1 day",
        ...(datacenter === undefined ? {} : {datacenter})
      });
    const places = {datacenter: {grid: "Poland", pueOverride: 1.3}, region: "Norway"};
    expect(at(places, {grid: "Quebec", pueOverride: 1.2})).toMatchObject({
      region: "Quebec (Hydro)",
      pue: 1.2
    });
    expect(at(places, "grid:Iceland")).toMatchObject({region: "Iceland (Geothermal)", pue: 1.06});
    expect(at(places)).toMatchObject({region: "Poland (Coal)", pue: 1.3});
    expect(at({datacenter: "Poland_Coal", region: "Norway"})).toMatchObject({
      region: "Poland (Coal)",
      pue: 1.58
    });
    expect(at({region: "Norway"})).toMatchObject({region: "Norway (Hydro)", pue: 1.06});
    expect(at({})).toMatchObject({region: "US Average", pue: 1.12});
    expect(refined({...month, fallbackPue: 2, fallbackGrid: "France"})).toMatchObject({
      region: "France (Nuclear)",
      pue: 2
    });
  });
  it("takes the power limit of an H100 for a device that states none", () => {
    const bare = {
      accelerator: {
        peakFlops16: "1 TFLOP/s",
        memoryCapacity: "1 GB",
        memoryBandwidth: "1 GB/s",
        dispatchTime: 0
      },
      acceleratorsPerNode: 1,
      nodes: 1,
      fabric: "InfiniBand_HDR"
    };
    expect(refined({fleet: bare, duration: "1 day"}).devicePower).toBe(700);
    expect(
      refined({fleet: bare, duration: "1 day", fallbackPower: "100 W", idlePower: 0.5, mfu: 0.5})
        .devicePower
    ).toBe(75);
  });
});

describe("SustainabilityModel, for any inputs", () => {
  const inputs = fc.record({
    fleet: fc.constantFrom("Research_256", "Training_1K_B200", "Meta_RSC_A100_16K"),
    duration: fc.double({min: 0, max: 1e9, noNaN: true}),
    datacenter: fc.constantFrom(...registry.keys(grid).map((key) => `grid:${key}`)),
    mfu: fc.double({min: 0, max: 1, noNaN: true}),
    embodiedCarbonPerDevice: fc.double({min: 0, max: 1e4, noNaN: true})
  });
  it.each([
    ["textbook", textbook],
    ["refined", refined]
  ] as const)("what comes in adds up in %s", (_, solve) => {
    fc.assert(
      fc.property(inputs, (given) => {
        const one = solve(given);
        expect(one.itEnergy + one.overheadEnergy).toBeCloseTo(
          one.totalEnergy,
          -Math.log10(one.totalEnergy * 1e-12 + 1e-9)
        );
        expect(one.operationalCarbon + one.embodiedCarbon).toBe(one.carbonFootprint);
        expect(one.computingCarbon + one.overheadCarbon).toBeCloseTo(
          one.operationalCarbon,
          -Math.log10(one.operationalCarbon * 1e-12 + 1e-9)
        );
        for (const amount of [
          one.itEnergy,
          one.overheadEnergy,
          one.carbonFootprint,
          one.waterUsage
        ])
          expect(amount).toBeGreaterThanOrEqual(0);
      })
    );
  });
  it("twice the time is twice of everything but power; more use is never less energy", () => {
    fc.assert(
      fc.property(inputs, fc.double({min: 0, max: 1, noNaN: true}), (given, mfu) => {
        const [one, two] = [refined(given), refined({...given, duration: 2 * given.duration})];
        expect(two.itPower).toBe(one.itPower);
        for (const name of ["itEnergy", "totalEnergy", "waterUsage", "carbonFootprint"] as const)
          expect(two[name]).toBeCloseTo(2 * one[name], -Math.log10(one[name] * 1e-9 + 1e-9));
        const [less, more] = [Math.min(mfu, given.mfu), Math.max(mfu, given.mfu)];
        expect(refined({...given, mfu: more}).itEnergy).toBeGreaterThanOrEqual(
          refined({...given, mfu: less}).itEnergy
        );
      })
    );
  });
  it("refined water is textbook water over the PUE", () => {
    fc.assert(
      fc.property(inputs, (given) => {
        const [book, own] = [textbook(given), refined(given)];
        expect(own.waterUsage * own.pue).toBeCloseTo(
          book.waterUsage,
          -Math.log10(book.waterUsage * 1e-9 + 1e-9)
        );
      })
    );
  });
});

describe("SustainabilityModel rejects", () => {
  it.each([
    [{fleet: "Research_256"}, "SustainabilityModel: missing duration; has no default"],
    [{...month, duration: -1}, "SustainabilityModel: invalid duration; must be at least 0 day: -1"],
    [{...month, mfu: 1.1}, "SustainabilityModel: invalid mfu; must be at most 1: 1.1"],
    [
      {...month, embodiedCarbonPerDevice: -1},
      "SustainabilityModel: invalid embodiedCarbonPerDevice; must be at least 0 kgCO2e: -1"
    ],
    [
      {...month, datacenter: "Quebec_Hydr"},
      "SustainabilityModel: unknown datacenter; no such datacenter, nearest is Quebec_Hydro: Quebec_Hydr"
    ],
    [
      {...month, datacenter: "grid:Icelandia"},
      "SustainabilityModel: unknown datacenter.grid; no such grid, nearest is Iceland: Icelandia"
    ],
    [
      {...month, datacenter: {grid: "Quebec", pue_override: 0.9}},
      "SustainabilityModel: invalid datacenter.pueOverride; must be at least 1: 0.9"
    ],
    [
      {...month, datacenter: true},
      "SustainabilityModel: invalid datacenter; must be a key or a record of datacenter: true"
    ]
  ])("%j", (given, message) => {
    expect(() => refined(given as unknown as Given)).toThrow(message);
  });
});
