'use client';

// A form whose address follows every change, so that what stands beside it is always what is chosen. Without scripts its
// button does the same.
import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';

interface LiveFormProps {
  readonly action: string;
  readonly className?: string;
  readonly children: ReactNode;
}

export function LiveForm({ action, className, children }: LiveFormProps) {
  const router = useRouter();
  const follow = (form: HTMLFormElement) => {
    const fields = [...new FormData(form)].flatMap(([name, value]) =>
      typeof value === 'string' && value !== '' ? [[name, value]] : [],
    );
    router.replace(`${action}?${new URLSearchParams(fields)}`, { scroll: false });
  };
  return (
    <form action={action} className={className} onChange={(event) => follow(event.currentTarget)}>
      {children}
      <noscript>
        <button type="submit" className="button-quiet">
          Show
        </button>
      </noscript>
    </form>
  );
}
