/** In the place of a transport of Engine.IO's that the desk never asks for: see `vite.config.ts`. */

export const WT = undefined
