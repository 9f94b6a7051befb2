/** Where permissions are changed differs by these. `iosApp`: another browser than Safari on an iPhone or iPad. */
export type System = 'iosSafari' | 'iosApp' | 'android' | 'firefox' | 'safari' | 'chrome';

/** @param touchPoints tells an iPad, which says that it is a Mac, from a Mac. */
export function systemOf(userAgent: string, touchPoints: number): System {
  if (/iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && touchPoints > 1))
    return /CriOS|FxiOS|EdgiOS|OPT\/|GSA/.test(userAgent) ? 'iosApp' : 'iosSafari';
  if (/Android/.test(userAgent)) return 'android';
  if (/Firefox\//.test(userAgent)) return 'firefox';
  return /Safari\//.test(userAgent) && !/Chrom(e|ium)\//.test(userAgent) ? 'safari' : 'chrome';
}

const thisBrowser = (): { userAgent?: string; maxTouchPoints?: number } => globalThis.navigator ?? {};

export const systemNow = (): System => systemOf(thisBrowser().userAgent ?? '', thisBrowser().maxTouchPoints ?? 0);

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** Where to allow what was refused, on this very system. */
export function allowText(name: string, system: System): string {
  switch (system) {
    case 'iosSafari':
      return (
        `Tap the sign at the left end of the address bar, then “Website Settings”, and allow the ${name}. ` +
        `If it is not there: open the Settings app, then Safari, then ${capital(name)}. Then try again.`
      );
    case 'iosApp':
      return (
        `Open the Settings app of your phone or tablet, choose this browser in the list of apps, and allow the ${name}. ` +
        'Then come back and try again.'
      );
    case 'android':
      return (
        `Tap the sign to the left of the address, then “Permissions”, and allow the ${name}. ` +
        'If it is grey: open the phone’s Settings, then Apps, this browser, Permissions. Then try again.'
      );
    case 'firefox':
      return `Click the crossed-out sign to the left of the address, take the block away with ×, then try again and allow the ${name}.`;
    case 'safari':
      return `In the menu bar choose Safari, then “Settings for This Website”, allow the ${name}, then try again.`;
    case 'chrome':
      return `Click the sign to the left of the address, allow the ${name}, then try again.`;
  }
}
