// The map of the cascade and the curves; loaded only by pages that show one. What is drawn is also in the table beside it.
import { use, init } from "echarts/core";
import { LineChart, TreemapChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { CanvasRenderer } from "echarts/renderers";
import { say } from "./words.js";

use([LineChart, TreemapChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

// colour is never alone: each state has its own hatching and its word is in the label
const hatchings = {
  green: null,
  amber: { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 6], rotation: -Math.PI / 4, color: "rgba(0,0,0,.16)" },
  red: { symbol: "rect", dashArrayX: [[4, 4], [0, 4, 4, 0]], dashArrayY: [4, 4], color: "rgba(0,0,0,.16)" },
  grey: { symbol: "circle", dashArrayX: [[6, 6], [0, 6, 6, 0]], dashArrayY: [4, 4], symbolSize: 0.4, color: "rgba(0,0,0,.16)" },
};
const fills = { green: "#2e7d46", amber: "#f2b632", red: "#b3302a", grey: "#6a7480" };
const inks = { green: "#fff", amber: "#2b1d00", red: "#fff", grey: "#fff" };

function colours() {
  const style = getComputedStyle(document.body);
  return { text: style.color, surface: style.backgroundColor };
}

function number(value) {
  return value.toLocaleString(document.documentElement.lang === "en" ? "en-GB" : "vi-VN");
}

function leaf(node) {
  const state = node.state in fills ? node.state : "grey";
  return {
    name: node.name,
    value: node.value,
    href: node.href,
    word: node.label ?? "",
    itemStyle: {
      color: fills[state],
      decal: hatchings[state] ?? { symbol: "none" },
      // a unit with others in it is seen by its frame, on which its name stands
      ...(node.children?.length ? { borderColor: fills[state], borderWidth: 3 } : {}),
    },
    label: { color: inks[state] },
    upperLabel: { color: inks[state], formatter: () => (node.label ? `${node.name} · ${node.label}` : node.name) },
    children: node.children?.map(leaf),
  };
}

function treemap(tree) {
  const told = (node) => [node.name, node.data.word, number(node.value)].filter(Boolean);
  return {
    aria: { enabled: true },
    tooltip: { renderMode: "richText", formatter: (node) => (node.data ? told(node).join("\n") : "") },
    series: [
      {
        type: "treemap",
        data: (tree.children ?? []).map(leaf),
        left: 0, right: 0, top: 0, bottom: 0,
        roam: false,
        nodeClick: false,
        cursor: "pointer",
        breadcrumb: { show: false },
        visibleMin: 60,
        itemStyle: { borderColor: colours().surface, borderWidth: 1, gapWidth: 2 },
        label: {
          formatter: (node) => (node.data.word ? `${node.name}\n${node.data.word}` : node.name),
          fontSize: 13,
          lineHeight: 18,
          textBorderWidth: 0,
          overflow: "break",
        },
        upperLabel: { show: Boolean(tree.children?.some((child) => child.children)), height: 22, textBorderWidth: 0 },
      },
    ],
  };
}

function curves(chart) {
  const { text } = colours();
  const line = { lineStyle: { color: text, opacity: 0.2 } };
  const axis = { axisLabel: { color: text, hideOverlap: true }, axisLine: line, splitLine: line };
  return {
    aria: { enabled: true },
    tooltip: { trigger: "axis", renderMode: "richText" },
    legend: { show: chart.series.length > 1, textStyle: { color: text }, top: 0 },
    grid: { left: 8, right: 16, top: chart.series.length > 1 ? 36 : 12, bottom: 8, containLabel: true },
    xAxis: { type: "category", data: chart.x, boundaryGap: false, ...axis },
    yAxis: { type: "value", minInterval: 1, ...axis, axisLabel: { color: text, formatter: number } },
    series: chart.series.map((series, index) => ({
      type: "line",
      name: series.name,
      data: series.values,
      step: series.step ? "end" : false,
      symbol: ["circle", "rect", "triangle", "diamond"][index % 4],
      symbolSize: 6,
      showSymbol: chart.x.length <= 40,
      lineStyle: { width: 2.5, type: ["solid", "dashed", "dotted"][index % 3] },
      itemStyle: { color: ["#4d7ea8", "#7a8590", "#a8743f", "#6f6aa8"][index % 4] },
    })),
  };
}

async function draw(element, option) {
  const answer = await fetch(element.dataset.src, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${element.dataset.src}: ${answer.status}`);
  const content = await answer.json();
  const chart = init(element, null, { renderer: "canvas" });
  const redraw = () => chart.setOption(option(content), true);
  redraw();
  chart.on("click", (event) => {
    if (event.data?.href) location.assign(event.data.href);
  });
  new ResizeObserver(() => chart.resize()).observe(element);
  // theme.js sets the attribute after the system's change: draw again with the new colours
  new MutationObserver(redraw).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
}

/** The same map day by day: a slider and a button that moves it on. */
async function play(element) {
  const answer = await fetch(element.dataset.src, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${element.dataset.src}: ${answer.status}`);
  const film = await answer.json();
  const chart = init(element.querySelector(".map"), null, { renderer: "canvas" });
  const controls = document.createElement("div");
  controls.className = "film-controls";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn";
  const slider = document.createElement("input");
  Object.assign(slider, { type: "range", className: "form-range", min: 0, max: film.days.length - 1, value: film.days.length - 1 });
  slider.setAttribute("aria-label", element.dataset.label);
  const shown = document.createElement("output");
  controls.append(button, slider, shown);
  element.prepend(controls);
  let running;
  const show = () => {
    const at = Number(slider.value);
    shown.textContent = film.days[at];
    slider.setAttribute("aria-valuetext", film.days[at]);
    const children = film.children.map((child) => ({ ...child, state: child.states[at], label: child.labels[at] }));
    chart.setOption({ ...treemap({ children }), animation: false }, true);
  };
  const pause = () => {
    clearInterval(running);
    running = undefined;
    button.textContent = element.dataset.play;
  };
  const step = () => {
    if (Number(slider.value) >= film.days.length - 1) return pause();
    slider.value = Number(slider.value) + 1;
    show();
  };
  button.addEventListener("click", () => {
    if (running) return pause();
    if (Number(slider.value) >= film.days.length - 1) slider.value = 0;
    show();
    running = setInterval(step, 400);
    button.textContent = element.dataset.pause;
  });
  slider.addEventListener("input", () => (pause(), show()));
  pause();
  show();
  chart.on("click", (event) => {
    if (event.data?.href) location.assign(event.data.href);
  });
  new ResizeObserver(() => chart.resize()).observe(element);
  new MutationObserver(show).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
}

function failed(element, cause) {
  console.warn(cause);
  element.classList.remove("map", "curve");
  element.textContent = say("mapFailed");
}

function drawAll() {
  for (const element of document.querySelectorAll("[data-film][data-src]")) play(element).catch((cause) => failed(element, cause));
  const kinds = [["[data-map][data-src]", treemap], ["[data-curve][data-src]", curves]];
  for (const [selector, option] of kinds) {
    for (const element of document.querySelectorAll(selector)) {
      draw(element, option).catch((cause) => failed(element, cause));
    }
  }
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", drawAll);
else drawAll();
