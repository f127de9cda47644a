import { useSignal } from '@preact/signals';
import type { ComponentType, JSX } from 'preact';
import { useEffect } from 'preact/hooks';

/** A component whose code is fetched when it is first drawn; until then there is nothing in its place. */
export function lazy<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): (props: Props & JSX.IntrinsicAttributes) => JSX.Element | null {
  let loaded: ComponentType<Props> | undefined;
  return function Lazy(props) {
    const ready = useSignal(loaded !== undefined);
    useEffect(() => {
      if (loaded !== undefined) return;
      void load().then((component) => {
        loaded = component;
        ready.value = true;
      });
    }, [ready]);
    const Component = loaded;
    return ready.value && Component !== undefined ? <Component {...props} /> : null;
  };
}
