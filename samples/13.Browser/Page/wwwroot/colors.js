// A color between the ground and the accent, by the root of a weight, so that a thirtieth can still be told from nothing.
export function rgb(weight) {
  const share = Math.sqrt(weight);
  const [from, to] = dark.matches ? [[25, 32, 43], [255, 214, 102]] : [[242, 245, 249], [16, 42, 110]];
  return from.map((value, channel) => Math.round(value + (to[channel] - value) * share));
}

export const dark = matchMedia('(prefers-color-scheme: dark)');
export const css = weight => `rgb(${rgb(weight).join(' ')})`;
