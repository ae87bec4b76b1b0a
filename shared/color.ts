/** The owner chooses the accent; these functions keep text on it, and it on our surfaces, readable (WCAG 2 AA). */

export const INK = { light: '#16181d', dark: '#f2f3f5' }
export const SURFACE = { light: '#ffffff', dark: '#17181c' }

const FALLBACK = '#2f5bea'

export const accentOf = (color: string): string => (/^#[0-9a-f]{6}$/i.test(color) ? color : FALLBACK)

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(color.slice(start, start + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** From 1 (the same) to 21 (black and white). */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((left, right) => left - right)
  return (light + 0.05) / (dark + 0.05)
}

/** White where that is readable, as it looks calmer on colour; otherwise whichever of black and white reads better. */
export function inkOn(color: string): string {
  const white = contrast(color, '#ffffff')
  return white >= 4.5 || white > contrast(color, '#000000') ? '#ffffff' : '#000000'
}

/** The accent itself where it can be told from the surface at a glance (3 : 1 for marks), else the scheme's ink. */
export const markOn = (color: string, scheme: 'light' | 'dark'): string => (contrast(color, SURFACE[scheme]) >= 3 ? color : INK[scheme])
