import { describe, expect, it } from 'vitest';
import {
  isSameOrigin,
  isSession,
  isToken,
  sessionCookie,
  sessionOf,
  sessionValue,
} from '@/lib/edge/admin-session';

const TOKEN = 'a token of more than sixteen letters';

describe('the token', () => {
  it.each([
    [TOKEN, true],
    [`${TOKEN} `, false],
    [TOKEN.slice(0, -1), false],
    ['', false],
  ])('%j: %j', async (given, right) => expect(await isToken(given, TOKEN)).toBe(right));
});

describe('the session', () => {
  it('holds until it expires, for this token alone', async () => {
    const value = await sessionValue(TOKEN, 1_800_000_000_000);
    expect(value).not.toContain(TOKEN);
    expect(await isSession(value, TOKEN, 1_799_999_999_999)).toBe(true);
    expect(await isSession(value, TOKEN, 1_800_000_000_000)).toBe(false);
    expect(await isSession(value, `${TOKEN}2`, 0)).toBe(false);
    expect(await isSession(value.replace('18', '19'), TOKEN, 0)).toBe(false);
    expect(await isSession(undefined, TOKEN, 0)).toBe(false);
    expect(await isSession(`${value}0`, TOKEN, 0)).toBe(false);
  });

  it('stays with the browser that got it', () => {
    expect(sessionCookie('v', true)).toBe(
      'flopmark-admin=v; Path=/admin; Max-Age=43200; HttpOnly; SameSite=Strict; Secure',
    );
    expect(sessionCookie('v', false)).not.toContain('Secure');
  });

  it('is read from the Cookie header', () => {
    const request = new Request('http://a/', {
      headers: { Cookie: 'theme=dark; flopmark-admin=1.2' },
    });
    expect(sessionOf(request)).toBe('1.2');
    expect(sessionOf(new Request('http://a/'))).toBeUndefined();
  });
});

describe('a form', () => {
  const from = (headers: Record<string, string>): boolean =>
    isSameOrigin(new Request('http://inside:3000/', { headers }), 'https://flopmark.example');
  it('counts when this site sent it', () => {
    expect(from({ Origin: 'https://site', Host: 'site' })).toBe(true);
    expect(from({ Origin: 'https://flopmark.example', Host: 'inside:3000' })).toBe(true);
    expect(
      from({ Origin: 'https://elsewhere', Host: 'site', 'X-Forwarded-Host': 'elsewhere' }),
    ).toBe(false);
    expect(from({ Origin: 'http://flopmark.example', Host: 'inside:3000' })).toBe(false);
    expect(from({ Origin: 'https://elsewhere', Host: 'site' })).toBe(false);
    expect(from({ Origin: 'null', Host: 'site' })).toBe(false);
    expect(from({ Host: 'site' })).toBe(false);
  });
});
