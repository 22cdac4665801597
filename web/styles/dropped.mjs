// Tabler components and colours no page of ours uses. Taking a line out brings the component back.
const components = [
  "avatar", "bg-gradient", "bg-pattern", "border-[a-z]+-gradient", "bs-popover", "bs-tooltip", "btn-animate", "btn-ghost",
  "calendar", "card-gradient", "card-img", "card-stamp", "carousel", "chart", "chat", "countup", "datepicker",
  "divide-x", "form-colorinput", "form-floating", "form-imagecheck", "form-range", "hljs", "img-responsive", "jsvectormap",
  "layout-boxed", "link-underline", "list-group-item-[a-z]+", "modal-fullscreen", "navbar-floating", "navbar-overlap",
  "navbar-vertical", "noUi", "object-fit", "offcanvas", "otp", "page-cover", "payment", "placeholder", "popover", "prose",
  "ribbon", "row-cols", "signal", "signature", "sortable", "sparkline", "stars", "strength", "switch-icon",
  "tooltip", "tracking", "tox", "vr", "was-validated", "focus-ring", "shape", "text-bg", "btn-vk",
];
const colours = [
  "azure", "indigo", "purple", "pink", "orange", "lime", "teal", "cyan", "x", "facebook", "twitter", "linkedin", "google",
  "youtube", "vimeo", "dribbble", "github", "instagram", "pinterest", "vk", "rss", "flickr", "bitbucket", "tabler",
];
const component = new RegExp(`(?:\\.(?:${components.join("|")})(?![a-z])|data-vc|vc-|theme-dark)`);
const colour = new RegExp(`\\.(?:[a-z]+-)+(?:${colours.join("|")})(?:-(?:lt|fg|[0-9]+))?(?![a-z0-9-])`);
const breakpoint = /\.[a-z-]+-xxl(?:-|\b)/;

/** Whether the selector only serves something listed above. */
export function isDropped(selector) {
  return component.test(selector) || colour.test(selector) || breakpoint.test(selector);
}
