// What the site says of itself, once for pages, previews and feeds.

export const TITLE = 'Flopmark: neural network speed, measured in the browser';
export const DESCRIPTION =
  'What neural networks really get out of your hardware, measured in the browser.';
