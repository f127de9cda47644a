import { useSignal } from '@preact/signals';
import type { ComponentType, JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { loadAgain } from '../load-again.ts';
import { keepTrying } from './keep-trying.ts';

interface Lazy<Props> {
  (props: Props & JSX.IntrinsicAttributes): JSX.Element | null;
  /** Fetches the code ahead of its first use; without a network the first use tries again. */
  preload(): void;
}

/** A component whose code is fetched when it is first drawn; until then there is nothing in its place. */
export function lazy<Props extends object, Name extends string>(
  load: () => Promise<Readonly<Record<Name, ComponentType<Props>>>>,
  name: Name,
): Lazy<Props> {
  let loaded: ComponentType<Props> | undefined;

  async function fetchCode(): Promise<boolean> {
    try {
      loaded ??= (await loadAgain(name, load))[name];
      return true;
    } catch {
      return false;
    }
  }

  function Lazy(props: Props & JSX.IntrinsicAttributes) {
    const ready = useSignal(loaded !== undefined);
    useEffect(
      () =>
        keepTrying(async () => {
          ready.value = await fetchCode();
          return ready.value;
        }),
      [ready],
    );
    const Component = loaded;
    return ready.value && Component !== undefined ? <Component {...props} /> : null;
  }

  return Object.assign(Lazy, { preload: () => void fetchCode() });
}
