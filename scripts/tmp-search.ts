import { launchChromium } from '@/test/support/chromium';

const b = await launchChromium();
const c = await b.newContext({ viewport: { width: 1100, height: 700 } });
const page = await c.newPage();
await page.goto('http://localhost:3181/methodology');
await page.waitForTimeout(1500);
await page.keyboard.press('/');
await page.keyboard.type('re');
await page.getByRole('option').first().waitFor();
await page.keyboard.press('ArrowDown');
await page.screenshot({ path: '/tmp/shots/search.png' });
await page.setViewportSize({ width: 390, height: 800 });
await page.goto('http://localhost:3181/search?q=mobile');
await page.waitForTimeout(1000);
await page.screenshot({ path: '/tmp/shots/search390.png' });
await b.close();
