const skillNames: Readonly<Record<string, { short: string; long: string }>> = {
  basic: { short: 'BLS', long: 'basic life support' },
  advanced: { short: 'ALS', long: 'advanced life support' },
  criticalCare: { short: 'CCT', long: 'critical care' },
  paediatric: { short: 'PED', long: 'children' },
  bariatric: { short: 'BAR', long: 'heavy patients' },
  rescue: { short: 'RES', long: 'rescue' },
};

export function skillShort(skill: string): string {
  return skillNames[skill]?.short ?? skill;
}

export function skillLong(skill: string): string {
  return skillNames[skill]?.long ?? skill;
}
