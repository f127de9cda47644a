/** Where a room should live: near the person who creates it, as nobody else is known yet. */
export function locationHint(
  cf: { readonly continent?: string; readonly longitude?: string } | undefined,
): DurableObjectLocationHint | undefined {
  const longitude = Number(cf?.longitude);
  switch (cf?.continent) {
    case 'NA':
      // The 100th meridian parts the east from the west of North America.
      return longitude < -100 ? 'wnam' : 'enam';
    case 'SA':
      return 'sam';
    case 'EU':
      return longitude > 18 ? 'eeur' : 'weur';
    case 'AF':
      return 'afr';
    case 'OC':
      return 'oc';
    case 'AS':
      return longitude < 60 ? 'me' : 'apac';
    default:
      return undefined;
  }
}
