// One name per browser, whichever way it gives it: the brand in its client hints, or the name that
// bowser reads in the User-Agent string. What no row names is not named: the string is the client's
// to choose.

/** Our name → the other names it goes by. */
const NAMES: Readonly<Record<string, string>> = {
  Chrome: 'Google Chrome',
  'Headless Chrome': 'HeadlessChrome',
  Chromium: '',
  Edge: 'Microsoft Edge, Microsoft Edge WebView2, Edg',
  'Android WebView': '',
  Firefox: '',
  Focus: '',
  LibreWolf: '',
  'Pale Moon': '',
  SeaMonkey: '',
  Safari: '',
  'WebKit (Epiphany)': 'Epiphany',
  Brave: '',
  Opera: 'Opera GX, Opera Mobile, OperaMobile',
  Vivaldi: '',
  'Samsung Internet': 'Samsung Internet for Android',
  'Meta Quest Browser': 'Oculus Browser, OculusBrowser',
  'Pico Browser': 'PicoBrowser',
  Wolvic: '',
  DuckDuckGo: '',
  'Yandex Browser': 'YaBrowser, Yandex',
  Whale: 'NAVER Whale, NAVER Whale Browser',
  'Amazon Silk': 'Silk',
  'UC Browser': '',
  'QQ Browser': 'QQBrowser, QQ Browser Lite',
  'Sogou Browser': '',
  'Huawei Browser': 'HuaweiBrowser',
  'Mi Browser': 'MIUI Browser',
  'Vivo Browser': '',
  'HeyTap Browser': '',
  'MZ Browser': '',
  WeChat: '',
  'Cốc Cốc': 'Coc Coc, CocCoc',
  'Avast Secure Browser': '',
  'AVG Secure Browser': '',
  'Norton Private Browser': '',
  'CCleaner Browser': '',
  Ecosia: '',
  Comet: 'Perplexity Comet',
  Maxthon: '',
  Sleipnir: '',
  Puffin: '',
  Electron: '',
  'Google Search': '',
  'Internet Explorer': '',
  'K-Meleon': '',
  Ladybird: '',
  Tizen: '',
  'WebOS Browser': '',
};

const BY_NAME: ReadonlyMap<string, string> = new Map(
  Object.entries(NAMES).flatMap(([name, others]) =>
    [name, ...others.split(', ')].map((other): [string, string] => [other.toLowerCase(), name]),
  ),
);

/** The usual name of a browser, from what it calls itself; null where it is not known. */
export function browserName(said: string): string | null {
  return said === '' ? null : (BY_NAME.get(said.trim().toLowerCase()) ?? null);
}
