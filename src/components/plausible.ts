/** What is plausible, not measured, on any one machine: shares of peak compute and of peak bandwidth. */
export const fast = {efficiency: 0.6, memoryEfficiency: 0.9} as const;
export const slow = {efficiency: 0.4, memoryEfficiency: 0.7} as const;
