import {recordType} from "../../registry/schema.js";

/** A region's electricity, and the usual efficiency of a data centre there. */
export const grid = recordType(
  "grids",
  {
    place: {text: true, optional: true, symbol: "\\text{place}", doc: "Its name in a sentence, after in"},
    carbonIntensity: {
      unit: "kgCO2e/J",
      show: "gCO2e/kWh",
      symbol: "CI",
      min: 0,
      max: 1,
      label: "Carbon intensity",
      wire: "carbon_intensity_g_kwh",
      doc: "Carbon of a unit of electricity, yearly mean where it is used"
    },
    pue: {
      unit: "1",
      symbol: "\\text{PUE}_g",
      min: 1,
      max: 1e6,
      label: "Usual PUE",
      doc: "Facility energy over IT energy, usual in the region"
    },
    wue: {
      unit: "m^3/J",
      show: "L/kWh",
      symbol: "\\text{WUE}",
      min: 0,
      max: 1,
      label: "Water per kWh",
      doc: "Water evaporated on site for a unit of IT energy"
    },
    primarySource: {text: true, optional: true, symbol: "\\text{mix}", doc: "Main source of the electricity"},
    renewableShare: {unit: "1", symbol: "f_r", min: 0, max: 1, optional: true, doc: "Share of renewable electricity"},
    latitude: {unit: "1", symbol: "\\phi", min: -90, max: 90, optional: true, doc: "Degrees north"},
    longitude: {unit: "1", symbol: "\\lambda", min: -180, max: 180, optional: true, doc: "Degrees east"},
    year: {unit: "1", symbol: "y", whole: true, optional: true, doc: "Year of the carbon intensity"}
  },
  {noun: "grid"}
);
