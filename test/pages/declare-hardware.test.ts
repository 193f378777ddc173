// The declaration before publishing, as a visitor uses it: search, pick, be told of a conflict,
// take it back.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityViolations } from '@/scripts/browser/axe';
import { launchEngine } from '@/scripts/browser/chromium';
import { type BundledPage, serveBundled } from '@/test/support/bundled-page';

const SUBJECT = `
  import { createRoot } from 'react-dom/client';
  import { useState } from 'react';
  import { DeclareHardware } from '@/app/run/declare-hardware';

  const environment = {
    userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0',
    userAgentData: null,
    cores: 16,
    webgl: { vendor: 'Google Inc. (Intel)', renderer: 'ANGLE (Intel, Intel(R) UHD Graphics 770 (0x00004680) Direct3D11 vs_5_0 ps_5_0, D3D11)' },
    webgpu: { status: 'available', vendor: 'intel', architecture: 'gen-12lp', device: '', description: '',
      fallbackAdapter: false, features: [] },
  };
  function Subject() {
    const [declared, setDeclared] = useState({ gpu: null, cpu: null });
    return <>
      <DeclareHardware environment={environment} declared={declared} onChange={setDeclared} />
      <output>{JSON.stringify(declared)}</output>
    </>;
  }
  createRoot(document.getElementById('root')).render(<Subject />);
`;

describe('declaring hardware', () => {
  let bundled: BundledPage;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    bundled = await serveBundled(SUBJECT);
    browser = await launchEngine();
    page = await browser.newPage();
    await page.goto(bundled.url);
  });
  afterAll(async () => {
    await browser.close();
    await bundled.stop();
  });

  const declared = async (): Promise<unknown> =>
    JSON.parse((await page.locator('output').textContent()) ?? 'null');

  it('shows what was detected and declares nothing by itself', async () => {
    expect(await page.getByText('Reported by the browser: Intel UHD Graphics 770').count()).toBe(1);
    expect(
      await page
        .getByText('Reported by the browser: CPU: Windows, x86-64, 16 or more cores')
        .count(),
    ).toBe(1);
    expect(await declared()).toEqual({ gpu: null, cpu: null });
  });

  it('suggests known devices as one types', async () => {
    await page.getByLabel('GPU').fill('4090');
    const options = page.locator('datalist').first().locator('option');
    expect(
      await options.evaluateAll((found) => found.map((option) => option.getAttribute('value'))),
    ).toEqual(['NVIDIA GeForce RTX 4090', 'NVIDIA GeForce RTX 4090 Laptop GPU']);
  });

  it('flags a declared RTX 4090 with an Intel adapter', async () => {
    await page.getByLabel('GPU').fill('NVIDIA GeForce RTX 4090');
    expect(await page.getByText('the browser reports a GPU of another vendor').count()).toBe(1);
    expect(await declared()).toEqual({ gpu: 'NVIDIA GeForce RTX 4090', cpu: null });
  });

  it('flags nothing that fits, and an emptied field declares nothing', async () => {
    await page.getByLabel('GPU').fill('');
    await page.getByLabel('CPU').fill('Intel Core i7-12700K');
    expect(await page.getByText('This does not fit').count()).toBe(0);
    expect(await declared()).toEqual({ gpu: null, cpu: 'Intel Core i7-12700K' });
  });

  it('can be used without seeing or pointing', async () => {
    expect(await accessibilityViolations(page)).toEqual([]);
  });
});
