// temporary
import { launchChromium } from '@/test/support/chromium';

const [url = '', out = '', ...specs] = process.argv.slice(2);
const browser = await launchChromium();
for (const spec of specs) {
  const [w, theme, path, media] = spec.split('|');
  const context = await browser.newContext({
    viewport: { width: Number(w), height: 900 },
    colorScheme: theme as 'light',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.on('console', (m) => {
    if (m.type() === 'error') console.log(spec, m.text().slice(0, 300));
  });
  await page.goto(url + path, { waitUntil: 'load' });
  if (media === 'print') await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  const name = `${out}/${path.replace(/[^a-z0-9]+/gi, '-').slice(0, 40)}-${w}-${theme}${media ?? ''}.png`;
  await page.screenshot({ path: name, fullPage: true });
  console.log(name, 'overflow', over);
  await context.close();
}
await browser.close();
