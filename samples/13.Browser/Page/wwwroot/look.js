import { css, dark, rgb } from './colors.js';

const element = id => document.getElementById(id);
const svg = (name, attributes) => {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};
const percent = weight => `${(weight * 100).toFixed(1)} %`;
const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
const within = (value, count) => Math.min(Math.max(value, 0), count - 1);
const spoken = label => ({ '␣': 'space', '¶': 'the beginning' })[label] ?? label;

const cellWidth = 14;
const mostLookedAt = 5;

// The sentence, what is expected after it, and what the heads look at.
export class Look {
  constructor(runtime, page, bits) {
    this.runtime = runtime;
    this.page = page;
    this.bits = bits;
    this.layers = page.Layers();
    this.heads = page.Heads();
    this.layer = 0;
    this.head = 0;
    this.row = 0;
    this.column = 0;
  }

  start() {
    element('model').textContent = `It has ${this.page.Model()}.`;
    this.buildHeads();
    const sentence = element('sentence');
    sentence.addEventListener('input', () => this.read());
    sentence.disabled = false;
    const map = element('map');
    map.addEventListener('pointermove', event => this.point(event));
    map.addEventListener('pointerdown', event => this.point(event));
    map.addEventListener('keydown', event => this.moveCell(event));
    dark.addEventListener('change', () => this.draw());
    new ResizeObserver(() => this.drawMap()).observe(map);
    this.read();
  }

  read() {
    const text = element('sentence').value;
    const start = performance.now();
    this.labels = this.page.Read(text);
    const address = this.page.MapsAddress();
    const took = performance.now() - start;

    // Copied, as memory moves when it grows.
    const count = this.layers * this.heads * this.labels.length ** 2;
    this.weights = this.runtime.localHeapViewF32().slice(address / 4, address / 4 + count);
    this.row = this.labels.length - 1;
    this.column = within(this.column, this.labels.length);
    element('answered').textContent = `${this.labels.length} tokens, answered in ${took.toFixed(0)} ms.`;
    element('answered').dataset.milliseconds = took;
    this.showExpected();
    this.draw();
    this.bits.look(text, this.page.Hash());
  }

  weight(row, column, layer = this.layer, head = this.head) {
    const tokens = this.labels.length;
    return this.weights[((layer * this.heads + head) * tokens + row) * tokens + column];
  }

  showExpected() {
    element('expected').replaceChildren(...[...this.page.Likeliest()].map(token => {
      const item = document.createElement('li');
      const probability = this.page.Probability(token);
      item.style.setProperty('--share', percent(probability));
      const label = document.createElement('code');
      label.textContent = this.page.Label(token);
      const share = document.createElement('span');
      share.textContent = percent(probability);
      item.append(label, ' ', share);
      return item;
    }));
  }

  buildHeads() {
    const grid = element('heads');
    this.cells = [];
    for (let layer = 0; layer < this.layers; layer++) {
      const row = document.createElement('div');
      row.setAttribute('role', 'row');
      for (let head = 0; head < this.heads; head++) {
        const cell = document.createElement('div');
        cell.setAttribute('role', 'gridcell');
        cell.setAttribute('aria-label', `Layer ${layer}, head ${head}`);
        cell.append(document.createElement('canvas'));
        cell.addEventListener('click', () => this.choose(layer, head));
        row.append(cell);
        this.cells.push(cell);
      }
      grid.append(row);
    }
    grid.addEventListener('keydown', event => {
      const step = steps[event.key];
      if (!step) return;
      event.preventDefault();
      this.choose(within(this.layer + step[0], this.layers), within(this.head + step[1], this.heads));
      this.cells[this.layer * this.heads + this.head].focus();
    });
  }

  choose(layer, head) {
    this.layer = layer;
    this.head = head;
    this.drawChosen();
  }

  draw() {
    this.cells.forEach((cell, index) => this.drawSmall(cell.firstChild, Math.floor(index / this.heads), index % this.heads));
    this.drawChosen();
  }

  drawChosen() {
    this.cells.forEach((cell, index) => {
      const chosen = index === this.layer * this.heads + this.head;
      cell.setAttribute('aria-selected', chosen);
      cell.tabIndex = chosen ? 0 : -1;
    });
    element('map-title').textContent = `Layer ${this.layer}, head ${this.head}`;
    this.drawMap();
    this.showRow();
  }

  // A pixel a pair.
  drawSmall(canvas, layer, head) {
    const tokens = this.labels.length;
    canvas.width = canvas.height = tokens;
    const context = canvas.getContext('2d');
    const image = context.createImageData(tokens, tokens);
    for (let row = 0; row < tokens; row++) {
      for (let column = 0; column < tokens; column++) {
        image.data.set([...rgb(this.weight(row, column, layer, head)), 255], (row * tokens + column) * 4);
      }
    }
    context.putImageData(image, 0, 0);
  }

  drawMap() {
    if (!this.labels) return;
    const canvas = element('map');
    const size = Math.round(canvas.clientWidth * devicePixelRatio);
    canvas.width = canvas.height = size;
    const context = canvas.getContext('2d');
    const cell = this.cellSize(size);
    context.font = `${Math.min(cell * .9, 16 * devicePixelRatio)}px ui-monospace, monospace`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    const ink = getComputedStyle(canvas).color;
    this.labels.forEach((label, token) => {
      context.fillStyle = ink;
      context.fillText(label, (token + 1.5) * cell, cell / 2, cell);
      context.fillText(label, cell / 2, (token + 1.5) * cell, cell);
      for (let column = 0; column <= token; column++) {
        context.fillStyle = css(this.weight(token, column));
        context.fillRect((column + 1) * cell, (token + 1) * cell, Math.ceil(cell), Math.ceil(cell));
      }
    });
    context.strokeStyle = ink;
    context.lineWidth = devicePixelRatio;
    context.strokeRect(cell, (this.row + 1) * cell, (this.row + 1) * cell, cell);
    context.lineWidth = 3 * devicePixelRatio;
    context.strokeRect((this.column + 1) * cell, (this.row + 1) * cell, cell, cell);
  }

  // Labels take a row and a column.
  cellSize(size) {
    return size / (this.labels.length + 1);
  }

  point(event) {
    const canvas = element('map');
    const cell = this.cellSize(canvas.clientWidth);
    const row = Math.floor(event.offsetY / cell) - 1;
    const column = Math.floor(event.offsetX / cell) - 1;
    if (row >= 0 && row < this.labels.length && column >= 0 && column < this.labels.length) this.moveTo(row, column);
  }

  moveCell(event) {
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    this.moveTo(within(this.row + step[0], this.labels.length), within(this.column + step[1], this.labels.length));
  }

  moveTo(row, column) {
    if (row === this.row && column === this.column) return;
    this.row = row;
    this.column = column;
    this.drawMap();
    this.showRow();
  }

  showRow() {
    const { row, column, labels } = this;
    this.column = within(column, labels.length);
    const name = token => `“${spoken(labels[token])}” (${token})`;
    element('cell').textContent = this.column > row
      ? `${name(row)} cannot see ${name(this.column)}, which comes later.`
      : `${name(row)} looks at ${this.column === row ? 'itself' : name(this.column)}: ${this.weight(row, this.column).toFixed(4)}`;

    const most = [...labels.keys()].slice(0, row + 1).sort((a, b) => this.weight(row, b) - this.weight(row, a)).slice(0, mostLookedAt);
    const words = `${name(row)} looks most at ${most.map(token => `${token === row ? 'itself' : name(token)} ${percent(this.weight(row, token))}`).join(', ')}.`;
    element('most').textContent = words;
    this.drawArcs(words);
  }

  drawArcs(words) {
    const tokens = this.labels.length;
    const arcs = element('arcs');
    const width = (tokens + 1) * cellWidth;
    const height = 40 + Math.min(tokens * cellWidth / 2.5, 160);
    const x = token => (token + 1) * cellWidth;
    const foot = height - 26;
    arcs.setAttribute('width', width);
    arcs.setAttribute('height', height);
    arcs.setAttribute('aria-label', words);
    const parts = [];
    for (let column = 0; column <= this.row; column++) {
      const weight = this.weight(this.row, column);
      const rise = column === this.row ? 14 : Math.min((this.row - column) * cellWidth / 2 + 8, foot * 1.25);
      const [from, to] = column === this.row ? [x(column) - 5, x(column) + 5] : [x(column), x(this.row)];
      parts.push(svg('path', { d: `M${from} ${foot}C${from} ${foot - rise} ${to} ${foot - rise} ${to} ${foot}`, 'stroke-opacity': Math.sqrt(weight), 'stroke-width': 1 + 4 * weight }));
    }
    this.labels.forEach((label, token) => {
      const text = svg('text', { x: x(token), y: height - 8, class: token === this.row ? 'looking' : '' });
      text.textContent = label;
      text.addEventListener('pointerenter', () => this.moveTo(token, this.column));
      parts.push(text);
    });
    arcs.replaceChildren(...parts);
  }
}
