/** Line icons on a 24 px grid, drawn with the text's colour. */

export const drawn = (path: string) => () => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    <path d={path} />
  </svg>
)

export const CloseIcon = drawn('M6.5 6.5l11 11m0-11l-11 11')
export const MoreIcon = drawn('M5.5 12h.01M12 12h.01M18.5 12h.01')
export const SendIcon = drawn('M12 19V5.500m-6 6L12 5.500l6 6')
export const StopIcon = drawn('M8.5 8.500h7v7h-7z')
export const DownIcon = drawn('M12 5v14m-6-6l6 6 6-6')
export const TickIcon = drawn('M5 12.5l4.5 4.500L19 7.5')
export const ClockIcon = drawn('M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16Zm0 4v4.300l2.8 1.7')
