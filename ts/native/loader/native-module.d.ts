/** The loader as the package's manifest names it: a file of its own when it is installed, a part of the bundle otherwise. */
declare module "#native" {
  const load: typeof import("./load-addon").loadAddon;
  export default load;
}
