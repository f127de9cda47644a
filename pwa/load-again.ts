const namedAddress = /https?:\/\/\S+\.js/;

/**
 * Some browsers remember for ever that a module could not be fetched, be it for a moment without a server: they are
 * asked for it by an address that they have not tried, which their error names. `name` is of something in the module.
 */
export async function loadAgain<
  Name extends string,
  Module extends Readonly<Record<Name, unknown>>,
>(name: Name, load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    const [address] = namedAddress.exec(String(error)) ?? [];
    if (address === undefined) throw error;
    const file: unknown = await import(/* @vite-ignore */ `${address}?again=${Date.now()}`);
    const has = (value: unknown): value is Module =>
      typeof value === 'object' && value !== null && name in value;
    // A file of the build may hold several modules, each as one of its exports.
    const found = [file, ...Object.values(file ?? {})].find(has);
    if (found === undefined) throw error;
    return found;
  }
}
