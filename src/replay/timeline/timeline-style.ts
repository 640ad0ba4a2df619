/** Colours hold for light and dark; each status has a mark besides its colour. */
export const style = `
:root { color-scheme: light dark; --ink: light-dark(#1c2430, #e4e8ee); --soft: light-dark(#66707f, #97a1b0);
  --line: light-dark(#dde1e7, #323945); --page: light-dark(#f6f7f9, #14181e); --card: light-dark(#fff, #1b2028);
  --ok: light-dark(#2f7d4f, #3f9d66); --bad: light-dark(#c23b31, #d9564b); --cut: light-dark(#8b93a1, #5d6675); }
body { margin: 0 auto; padding: 2rem 1.5rem 4rem; max-width: 76rem; background: var(--page); color: var(--ink);
  font: 14px/1.45 system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; }
h2 { font-size: 1.05rem; margin: 0 0 .75rem; }
h3 { font-size: .8rem; margin: .9rem 0 .3rem; font-weight: 600; }
h3 span, p, .axis { color: var(--soft); font-weight: 400; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 1rem 1.25rem; margin: 1rem 0; }
.axis { position: relative; height: 1.3em; margin-left: 12rem; font-size: .72rem; border-bottom: 1px solid var(--line); }
.axis span { position: absolute; white-space: nowrap; padding-left: .25em; border-left: 1px solid var(--line); }
.session { position: relative; padding: 2px 0 2px 12rem; border-bottom: 1px solid var(--line); }
.key { position: absolute; left: 0; width: 11.5rem; font: .72rem/18px ui-monospace, monospace; color: var(--soft);
  overflow: hidden; text-overflow: ellipsis; white-space: nowrap; direction: rtl; text-align: left; }
.axis .end { right: 0; padding: 0 .25em 0 0; border: solid var(--line); border-width: 0 1px 0 0; }
.track { position: relative; height: 21px; margin: 1px 0; }
.track b { position: absolute; box-sizing: border-box; height: 18px; min-width: 4px; border-radius: 3px; padding: 0 .4em;
  overflow: hidden; white-space: nowrap; font: .72rem/18px system-ui, sans-serif; color: #fff; background: var(--ok); }
.track b.takeover, .track b.failed { background: var(--bad); }
.track b.takeover::before { content: "✗ "; }
.track b.failed::before { content: "! "; }
.track b.cut-off { background: repeating-linear-gradient(135deg, color-mix(in srgb, var(--cut) 45%, transparent) 0 6px, transparent 6px 9px); color: var(--ink); }
.track .wait { position: absolute; bottom: 0; height: 2px; background: var(--cut); }
.legend b { display: inline-block; width: 2.2em; height: .8em; border-radius: 3px; margin: 0 .3em 0 .9em; background: var(--ok); }
.legend b.takeover { background: var(--bad); }
.legend b.cut-off { background: repeating-linear-gradient(135deg, var(--cut) 0 6px, transparent 6px 9px); }
.legend .line { height: 2px; vertical-align: middle; background: var(--cut); }
`;
