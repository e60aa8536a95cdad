/** A chance for people: 0.874 is "87 %". */
export function percent(chance: number): string {
  return `${Math.round(chance * 100)} %`;
}
