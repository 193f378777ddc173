// The top of the front page: one sentence, one button, and what will happen when it is pressed.

const FACTS = [
  {
    title: 'What runs',
    text: 'Matrix multiplications, convolutions and whole networks, built on the spot from code and seeded weights. No weights are downloaded.',
  },
  {
    title: 'Where it runs',
    text: 'On the CPU with WASM, on the GPU with WebGPU, and on WebNN where the browser has it. Each output is compared with a reference: a wrong result never becomes a rate.',
  },
  {
    title: 'What is sent',
    text: 'Nothing, until you have seen it and press Publish. Then raw sample times and what the browser says of the machine, free for all under CC0.',
  },
];

export function RunPitch() {
  return (
    <>
      <h1 className="max-w-[24ch] text-xl sm:text-2xl">
        See what neural networks really get out of your hardware
      </h1>
      <p className="mt-4 max-w-[60ch] text-grey-4 sm:text-lg">
        How long a network takes, how many FLOPs that makes, and whether WASM or WebGPU is the
        better place for it. Measured here, in this browser.
      </p>
      <div className="mt-6 flex flex-wrap items-center gap-x-5 gap-y-3">
        <a className="button min-h-12 px-6 text-base" href="/run?start">
          Run on this device
        </a>
        <span className="text-grey-4 text-sm">
          About a minute. The runtime, 4–7&#8239;MB, is downloaded once.
        </span>
      </div>
      <dl className="mt-12 grid gap-x-10 gap-y-6 border-grey-2 border-t pt-6 text-sm sm:grid-cols-3">
        {FACTS.map(({ title, text }) => (
          <div key={title}>
            <dt className="font-medium">{title}</dt>
            <dd className="mt-1 text-grey-4">{text}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
