/** The launcher's styles, put into a shadow root as a constructed sheet: no policy of the host stands in its way. */
export const STYLES = `
:host { all: initial; }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
.launcher {
  position: fixed; bottom: calc(var(--bottom) + env(safe-area-inset-bottom)); z-index: 2147483000;
  display: grid; place-items: center; width: 56px; height: 56px; padding: 0; border: 0; border-radius: 50%;
  background: var(--accent); color: var(--accent-text); box-shadow: 0 4px 16px rgb(0 0 0 / 25%); cursor: pointer;
}
.launcher:focus-visible, a:focus-visible, .blocked button:focus-visible { outline: 3px solid #0b5cd7; outline-offset: 3px; }
.launcher svg { width: 28px; height: 28px; }
.badge {
  position: absolute; top: -4px; right: -4px; min-width: 22px; padding: 0 6px; border: 2px solid #fff; border-radius: 12px;
  background: #b3261e; color: #fff; font: 600 12px/20px sans-serif; text-align: center;
}
.panel {
  position: fixed; z-index: 2147483001; bottom: calc(var(--bottom) + 68px + env(safe-area-inset-bottom));
  width: min(400px, calc(100vw - 32px)); height: min(680px, calc(100vh - var(--bottom) - 92px));
  overflow: hidden; border-radius: 16px; background: var(--panel); box-shadow: 0 8px 40px rgb(0 0 0 / 28%);
}
.panel iframe { display: block; width: 100%; height: 100%; border: 0; color-scheme: normal; }
.right { right: calc(var(--side) + env(safe-area-inset-right)); }
.left { left: calc(var(--side) + env(safe-area-inset-left)); }
.blocked {
  height: 100%; display: grid; align-content: center; justify-items: center; gap: 16px; padding: 24px; margin: 0;
  color: #1d2129; background: #fff; font: 16px/1.6 -apple-system, "PingFang SC", "Microsoft YaHei", sans-serif; text-align: center;
}
.blocked p { margin: 0; }
.blocked a, .blocked button {
  display: inline-flex; align-items: center; min-height: 44px; padding: 0 20px; border: 0; border-radius: 22px; font: inherit;
  background: #b93a08; color: #fff; text-decoration: none; cursor: pointer;
}
.blocked button { background: #f0f1f4; color: #1d2129; }
@media (max-width: 639.9px), (max-height: 479.9px) and (max-width: 999.9px) {
  .panel {
    inset: var(--top, 0) 0 auto; width: 100%; height: 100vh; height: var(--height, 100dvh); border-radius: 0;
    padding: env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom) env(safe-area-inset-left);
  }
  .open .launcher { display: none; }
}
@media (prefers-reduced-motion: no-preference) {
  .panel { animation: rise .18s ease-out; }
  @keyframes rise { from { transform: translateY(12px); opacity: 0; } }
}
@media print { .launcher, .panel { display: none; } }
`;
