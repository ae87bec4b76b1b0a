/** Line icons on a 24 px grid, drawn with the text's colour, as in the widget. */

const drawn = (path: string) => () => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    <path d={path} />
  </svg>
)

export const InboxIcon = drawn('M4 13.5 6.500 5h11L20 13.5V19H4zm0 0h4.500l1.500 2.500h4l1.500-2.500H20')
export const TicketIcon = drawn(
  'M4 7h16v3.200a1.900 1.900 0 0 0 0 3.600V17H4v-3.200a1.900 1.900 0 0 0 0-3.600zM14 7.500v1.500m0 2.200v1.600m0 2.200v1.500',
)
export const SettingsIcon = drawn(
  'M4 7h9m5 0h2M4 17h3m5 0h8M15.500 4.500a2.500 2.500 0 1 1 0 5 2.500 2.500 0 0 1 0-5Zm-6 10a2.500 2.500 0 1 1 0 5 2.500 2.500 0 0 1 0-5Z',
)
export const HelpIcon = drawn(
  'M9.500 9.500a2.600 2.600 0 1 1 3.600 2.400c-.8.400-1.100.9-1.100 1.900M12 17h.01M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17Z',
)
export const SearchIcon = drawn('M11 4.500a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13Zm4.800 11.300L20 20')
export const SendIcon = drawn('M12 19V5.500m-6 6L12 5.500l6 6')
export const SparkIcon = drawn(
  'M12 4.500c.5 4.500 2.500 6.500 7 7-4.500.5-6.500 2.500-7 7-.5-4.500-2.500-6.500-7-7 4.500-.5 6.500-2.500 7-7Z',
)
export const BackIcon = drawn('M19 12H5.500m6-6L5.500 12l6 6')
export const InfoIcon = drawn('M4.500 5h15v14h-15zM14.500 5v14')
export const TickIcon = drawn('M5 12.500l4.500 4.500L19 7.500')
export const ClockIcon = drawn('M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16Zm0 4v4.300l2.800 1.700')
export const CloseIcon = drawn('M6.500 6.500l11 11m0-11l-11 11')
