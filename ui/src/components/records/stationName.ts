// A station's name where there is little room: without the county, which is everybody's, and without what every name
// ends in.

/** `青禾县稻香镇社会工作服务站` in 青禾县 is 稻香镇. */
export function shortName(name: string, county: string): string {
  const inside = county && name.startsWith(county) ? name.slice(county.length) : name
  return inside.replace(/社会工作服务站$/, '') || name
}
