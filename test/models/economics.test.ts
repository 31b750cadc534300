import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {check} from "../../lib/model/check.js";
import {explain} from "../../lib/model/explain.js";
import {sensitivity} from "../../lib/model/sensitivity.js";
import {EconomicsModel} from "../../lib/models/economics.js";
import {grid} from "../../lib/models/records/grid.js";
import {SustainabilityModel} from "../../lib/models/sustainability.js";
import {registry} from "../registry.js";

const kWh = 3.6e6;
const perHour = 1 / 3600;
type Given = Parameters<typeof EconomicsModel.solve>[0];
const textbook = (given: Given) => EconomicsModel.solve(given, {registry, fidelity: "textbook"});
const refined = (given: Given) => EconomicsModel.solve(given, {registry});
const month = {fleet: "Research_256", duration: "30 day"} as const;
/** A device whose record states no price. */
const unpriced = {
  accelerator: "IntelSGX",
  acceleratorsPerNode: 4,
  nodes: 2,
  fabric: "InfiniBand_HDR"
};

describe("EconomicsModel, worked by hand", () => {
  it("is sound as a whole", () => {
    expect(() => check(EconomicsModel, registry)).not.toThrow();
  });
  it("textbook: 256 H100 at 25 000 USD for 30 days", () => {
    const one = textbook(month);
    // 256 * 25 000 USD = 6.4 million, / 3 yr * 30/365; 144 506.88 kWh * 0.12; 5% of 6.4 million * 30/365
    expect(one.totalCapex).toBe(6.4e6);
    expect(one.capex).toBeCloseTo(175_342.465753, 5);
    expect(one.opexEnergy).toBeCloseTo(17_340.8256, 6);
    expect(one.opexMaintenance).toBeCloseTo(26_301.369863, 5);
    expect(one.tco).toBeCloseTo(218_984.661216, 5);
    expect(one.totalEnergy / kWh).toBeCloseTo(144_506.88, 6);
    // 256 * 700 W * 720 h = 129 024 kWh of it computes
    expect(one.overheadEnergy / kWh).toBeCloseTo(144_506.88 - 129_024, 6);
    expect(one.region).toBe("US Average");
  });
  it("textbook: twice the infrastructure, 40% of peak, Quebec at 8 cents", () => {
    const one = textbook({
      ...month,
      electricityPrice: "0.08 USD/kWh",
      mfu: 0.4,
      infrastructureMultiplier: 2,
      datacenter: "Quebec_Hydro"
    });
    // 79 323.9552 kWh * 0.08 = 6 345.92
    expect(one.capex).toBeCloseTo(350_684.931507, 5);
    expect(one.opexEnergy).toBeCloseTo(6345.916416, 6);
    expect(one.opexMaintenance).toBeCloseTo(52_602.739726, 5);
    expect(one.tco).toBeCloseTo(409_633.587648, 5);
  });
  it("a null price of electricity is the registry's, a grid stands where no place is given", () => {
    expect(textbook({...month, electricityPrice: null}).tco).toBe(textbook(month).tco);
    expect(refined({...month, grid: "Poland"})).toMatchObject({region: "Poland (Coal)", pue: 1.58});
    const both = {...month, grid: "Poland", datacenter: {grid: "Quebec", pueOverride: 1.2}};
    expect(refined(both)).toMatchObject({region: "Quebec (Hydro)", pue: 1.2});
    const home = {from: "Research_256", datacenter: "Quebec_Hydro", region: "Norway"};
    expect(refined({...month, fleet: home, grid: "Poland"}).region).toBe("Poland (Coal)");
    expect(refined({...month, fleet: home}).region).toBe("Quebec (Hydro)");
  });
  it("refined: the same money; water by IT energy, and what an hour costs", () => {
    const one = refined(month);
    expect(one.tco).toBeCloseTo(218_984.661216, 5);
    expect(one.overheadEnergy / kWh).toBeCloseTo(15_482.88, 6);
    expect(one.waterUsage * 1e3).toBeCloseTo(232_243.2, 4);
    // 218 984.66 USD / (256 * 720 h) = 1.1881 USD
    expect(one.costPerGpuHour! / perHour).toBeCloseTo(218_984.661216 / (256 * 720), 8);
    expect(one.costPerGpuHour! / perHour).toBeCloseTo(1.1881, 4);
    // 70% in use, 95% kept: / 0.665
    const busy = refined({...month, utilization: 0.7, goodput: 0.95});
    expect(busy.costPerGpuHour).toBe(one.costPerGpuHour);
    expect(busy.costPerUsefulGpuHour! / perHour).toBeCloseTo(1.1881 / 0.665, 3);
    expect(one.costPerUsefulGpuHour).toBe(one.costPerGpuHour);
  });
  it("refined: a unit of work costs all over all of them", () => {
    // 218 984.66 USD / (1e6 tokens/s * 2 592 000 s * 0.9) = 9.387e-8 USD
    const one = refined({...month, throughput: 1e6, goodput: 0.9});
    expect(one.costPerUnit! * 1e8).toBeCloseTo((218_984.661216 / (2_592_000 * 0.9)) * 100, 6);
    expect(refined(month).costPerUnit).toBeNull();
    expect(refined({...month, duration: 0, throughput: 1}).costPerUnit).toBeNull();
    expect(refined({...month, duration: 0}).costPerGpuHour).toBeNull();
  });
  it("refined: nodes, interest, resale and carbon where they are given", () => {
    // 32 * 350 000 USD = 11.2 million
    const nodes = refined({...month, nodePrice: 350_000});
    expect(nodes.totalCapex).toBe(11.2e6);
    expect(nodes.capex).toBeCloseTo((11.2e6 / 3) * (30 / 365), 5);
    // 7% over 3 years: 0.07 / (1 - 1.07^-3) = 0.3810517, where a straight line has 0.3333333
    const year = {...month, duration: "1 yr"};
    expect(refined({...year, discountRate: 0.07}).capex).toBeCloseTo(6.4e6 * 0.381051665, 1);
    // a fifth is got back: 0.8 / 3; with interest 0.8 * 0.3810517 + 0.2 * 0.07
    expect(refined({...year, residualShare: 0.2}).capex).toBeCloseTo((6.4e6 * 0.8) / 3, 5);
    expect(refined({...year, residualShare: 0.2, discountRate: 0.07}).capex).toBeCloseTo(
      6.4e6 * (0.8 * 0.381051665 + 0.014),
      1
    );
    // 61.99345152 t * 100 USD
    const carbon = refined({...month, carbonPrice: "100 USD/tCO2e"});
    expect(carbon.carbonCost).toBeCloseTo(6199.345152, 6);
    expect(carbon.tco).toBeCloseTo(218_984.661216 + 6199.345152, 5);
    expect(refined(month).carbonCost).toBe(0);
  });
  it("says when no price is known, and counts running alone", () => {
    const one = refined({...month, fleet: unpriced});
    expect(one.capexKnown).toBe(false);
    expect(one.tco).toBe(one.opexEnergy);
    expect(one.trace.join(" ")).toContain("states no price: the total is of running alone");
    expect(refined(month).capexKnown).toBe(true);
    expect(refined(month).trace.join(" ")).not.toContain("states no price");
    expect(refined({...month, fleet: unpriced, nodePrice: 1e5}).capexKnown).toBe(true);
  });
});

describe("EconomicsModel rests on SustainabilityModel's cells", () => {
  const places = fc.constantFrom(...registry.keys(grid));
  const inputs = fc.record({
    fleet: fc.constantFrom("Research_256", "Training_1K_B200", "Meta_RSC_A100_16K"),
    duration: fc.double({min: 0, max: 1e9, noNaN: true}),
    mfu: fc.double({min: 0, max: 1, noNaN: true}),
    idlePower: fc.double({min: 0, max: 1, noNaN: true})
  });
  it.each(["textbook", "refined"] as const)("bit for bit in %s, whatever the place", (fidelity) => {
    fc.assert(
      fc.property(inputs, places, (given, place) => {
        const options = {registry, fidelity} as const;
        const money = EconomicsModel.solve({...given, grid: place}, options);
        const energy = SustainabilityModel.solve({...given, datacenter: `grid:${place}`}, options);
        expect([
          money.itEnergy,
          money.totalEnergy,
          money.waterUsage,
          money.pue,
          money.region
        ]).toEqual([
          energy.itEnergy,
          energy.totalEnergy,
          energy.waterUsage,
          energy.pue,
          energy.region
        ]);
        expect(money.carbonFootprint).toBe(energy.operationalCarbon);
      })
    );
  });
  it("with one equation for each", () => {
    const money = explain(EconomicsModel, month, {registry});
    const energy = explain(SustainabilityModel, month, {registry});
    for (const name of ["devicePower", "itPower", "itEnergy", "totalEnergy"]) {
      const [one, other] = [
        money.find((step) => step.name === `running.${name}`)!,
        energy.find((step) => step.name === name)!
      ];
      expect(one.equation.replaceAll("running.", "")).toBe(other.equation);
      expect(one.value).toBe(other.value);
    }
  });
});

describe("EconomicsModel, for any inputs", () => {
  const inputs = fc.record({
    fleet: fc.constantFrom("Research_256", "Training_1K", "Reference_25K_H100"),
    duration: fc.double({min: 1, max: 1e9, noNaN: true}),
    electricityPrice: fc.double({min: 0, max: 1e-6, noNaN: true}),
    amortization: fc.double({min: 1e6, max: 1e9, noNaN: true}),
    discountRate: fc.double({min: 0, max: 1, noNaN: true}),
    throughput: fc.double({min: 1e-3, max: 1e9, noNaN: true}),
    utilization: fc.double({min: 0.01, max: 1, noNaN: true}),
    goodput: fc.double({min: 0.01, max: 1, noNaN: true})
  });
  it("the parts are the whole, and interest never makes it cheaper", () => {
    fc.assert(
      fc.property(inputs, (given) => {
        const one = refined(given);
        expect(one.capex + one.totalOpex).toBe(one.tco);
        expect(one.capex).toBeGreaterThanOrEqual(
          refined({...given, discountRate: 0}).capex * (1 - 1e-12)
        );
        expect(one.costPerUsefulGpuHour!).toBeGreaterThanOrEqual(one.costPerGpuHour!);
        // paid in full over the devices' life, without interest
        const life = refined({...given, discountRate: 0, duration: given.amortization});
        expect(life.capex / life.totalCapex).toBeCloseTo(1, 9);
      })
    );
  });
  it("elasticities: -1 to throughput; to power and price the share of electricity; all of it to their sum", () => {
    fc.assert(
      fc.property(inputs, (given) => {
        const one = refined(given);
        const found = new Map(
          sensitivity(EconomicsModel, "costPerUnit", given, {registry}).map((s) => [
            s.name,
            s.elasticity
          ])
        );
        const electricity = one.opexEnergy / one.tco;
        expect(found.get("throughput")).toBeCloseTo(-1, 9);
        expect(found.get("goodput")).toBeCloseTo(-1, 9);
        expect(found.get("electricityPrice") ?? 0).toBeCloseTo(electricity, 9);
        expect(found.get("fleet.node.accelerator.powerLimit") ?? 0).toBeCloseTo(electricity, 9);
        expect(found.get("fleet.node.accelerator.unitCost") ?? 0).toBeCloseTo(1 - electricity, 9);
      })
    );
  });
});

describe("EconomicsModel rejects", () => {
  it.each([
    [{fleet: "Research_256"}, "EconomicsModel: missing duration; has no default"],
    [{...month, duration: -1}, "EconomicsModel: invalid duration; must be at least 0 day: -1"],
    [
      {...month, electricityPrice: -1},
      "EconomicsModel: invalid electricityPrice; must be at least 0 USD/kWh: -1"
    ],
    [{...month, amortization: 0}, "EconomicsModel: invalid amortization; must be above 0 yr: 0"],
    [
      {...month, amortization: null},
      "EconomicsModel: invalid amortization; must be a finite number of s: null"
    ],
    [
      {...month, infrastructureMultiplier: -1},
      "EconomicsModel: invalid infrastructureMultiplier; must be at least 0: -1"
    ],
    [{...month, mfu: 1.1}, "EconomicsModel: invalid mfu; must be at most 1: 1.1"],
    [{...month, goodput: 0}, "EconomicsModel: invalid goodput; must be above 0: 0"],
    [{...month, throughput: 0}, "EconomicsModel: invalid throughput; must be above 0"],
    [
      {...month, grid: "Icelandia"},
      "EconomicsModel: unknown grid; no such grid, nearest is Iceland: Icelandia"
    ]
  ])("%j", (given, message) => {
    expect(() => refined(given as unknown as Given)).toThrow(message);
  });
});
