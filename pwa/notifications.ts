/** Whether the person lets this page show notices outside of it; asks them when they have not said. */
export async function mayNotify(): Promise<boolean> {
  return 'Notification' in window && (await Notification.requestPermission()) === 'granted';
}

/** A click on it brings the call to front; the next one takes its place. */
export function showNotification(words: string): void {
  if (!('Notification' in window) || Notification.permission !== 'granted') return;
  try {
    const notification = new Notification(document.title, {
      body: words,
      tag: 'holler-knock',
      icon: '/icon.svg',
    });
    notification.addEventListener('click', () => {
      window.focus();
      notification.close();
    });
  } catch {
    // Phones let only a service worker do it; there the title and the sound remain.
  }
}
