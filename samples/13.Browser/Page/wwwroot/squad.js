import { dark } from './colors.js';

const element = id => document.getElementById(id);
const features = 6;
const seen = 32;
const fieldSize = 20;
const shades = 4;
const reach = 12;
const steps = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

// The short way around, as the field wraps at its edges.
const wrap = distance => distance > fieldSize / 2 ? distance - fieldSize : distance < -fieldSize / 2 ? distance + fieldSize : distance;

// The field, its agents, and what they look at.
export class Squad {
  constructor(runtime, page, bits) {
    this.runtime = runtime;
    this.page = page;
    this.bits = bits;
    this.agents = page.Agents();
    this.frames = page.Frames();
    this.hashedFrames = page.HashedFrames();
    this.addresses = [page.EntitiesAddress(), page.WeightsAddress(), page.CountsAddress(), page.SeenAddress()].map(address => address / 4);
    this.chosen = -1;
    this.playing = false;
    this.visible = false;
    this.longest = 0;
  }

  start() {
    const field = element('field');
    for (const [id, act] of [['play', () => this.play(!this.playing)], ['step', () => this.step()], ['restart', () => this.restart()]]) {
      element(id).addEventListener('click', act);
      element(id).disabled = false;
    }
    field.addEventListener('pointermove', event => this.point(event));
    field.addEventListener('pointerdown', event => this.point(event));
    field.addEventListener('pointerleave', () => this.choose(-1));
    field.addEventListener('keydown', event => {
      const step = steps[event.key];
      if (!step) return;
      event.preventDefault();
      this.choose((this.chosen + step + this.agents) % this.agents);
    });
    dark.addEventListener('change', () => this.draw());
    new ResizeObserver(() => this.resize()).observe(field);
    new IntersectionObserver(([entry]) => { this.visible = entry.isIntersecting; }).observe(field);
    this.advance();
    this.play(!matchMedia('(prefers-reduced-motion: reduce)').matches);
    requestAnimationFrame(() => this.tick());
  }

  // Frames are computed while somebody sees them.
  tick() {
    if (this.playing && this.visible) this.advance();
    requestAnimationFrame(() => this.tick());
  }

  play(playing) {
    this.playing = playing;
    element('play').textContent = playing ? 'Pause' : 'Play';
  }

  step() {
    this.play(false);
    this.advance();
  }

  restart() {
    this.page.Restart();
    this.advance();
  }

  advance() {
    if (this.frame === this.frames) this.page.Restart();
    this.frame = this.page.Advance();
    this.longest = Math.max(this.longest, this.page.Milliseconds());
    this.draw();
    if (this.frame % this.hashedFrames === 0) {
      this.bits.squad(this.frame, this.page.Hash());
      this.showFrame();
    } else if (this.frame === 1 || !this.playing) {
      this.showFrame();
    }
  }

  showFrame() {
    const frame = element('frame');
    frame.textContent = `Frame ${this.frame.toLocaleString('en-US')}: computed in ${this.page.Milliseconds().toFixed(1)} ms, the longest in ${this.longest.toFixed(1)} ms. All frames have allocated ${this.page.AllocatedBytes()} bytes.`;
    frame.dataset.allocated = this.page.AllocatedBytes();
  }

  // Views of memory are made again where it has grown.
  memory() {
    if (!this.floats?.length) {
      this.floats = this.runtime.localHeapViewF32();
      this.integers = this.runtime.localHeapViewI32();
    }
  }

  resize() {
    const field = element('field');
    field.width = field.height = Math.round(field.clientWidth * devicePixelRatio);
    this.context = field.getContext('2d');
    this.draw();
  }

  draw() {
    if (!this.context || !this.frame) return;
    this.memory();
    const { context } = this;
    const size = context.canvas.width;
    this.scale = size / fieldSize;
    context.clearRect(0, 0, size, size);
    if (this.chosen >= 0) {
      this.drawLooks(this.chosen, this.chosen + 1, 2.5);
    } else {
      this.drawLooks(0, this.agents, 1);
    }
    this.drawAgents();
    if (this.chosen >= 0) this.showAgent();
  }

  x(agent) {
    return (this.floats[this.addresses[0] + agent * features] + fieldSize / 2) * this.scale;
  }

  y(agent) {
    return (this.floats[this.addresses[0] + agent * features + 1] + fieldSize / 2) * this.scale;
  }

  // Lines of like weights are one path.
  drawLooks(first, end, width) {
    const { context, scale } = this;
    const [, weights, counts, others] = this.addresses;
    context.strokeStyle = dark.matches ? '#ffd666' : '#1d4f9c';
    context.lineWidth = width * devicePixelRatio;
    for (let shade = 0; shade < shades; shade++) {
      context.globalAlpha = ((shade + 1) / shades) ** 2 * (width > 1 ? 1 : .7);
      context.beginPath();
      for (let agent = first; agent < end; agent++) {
        for (let key = 0; key < this.integers[counts + agent]; key++) {
          const weight = this.floats[weights + agent * seen + key];
          if (Math.min(Math.floor(Math.sqrt(weight) * shades), shades - 1) !== shade) continue;
          const other = this.integers[others + agent * seen + key];
          const [x, y] = [this.x(agent), this.y(agent)];
          context.moveTo(x, y);
          context.lineTo(x + wrap((this.x(other) - x) / scale) * scale, y + wrap((this.y(other) - y) / scale) * scale);
        }
      }
      context.stroke();
    }
    context.globalAlpha = 1;
  }

  drawAgents() {
    const { context } = this;
    const radius = Math.max(this.scale * .13, 2);
    for (const [side, color] of dark.matches ? [[1, '#7fd1ff'], [-1, '#ff9a7a']] : [[1, '#0b6aa8'], [-1, '#b3401d']]) {
      context.fillStyle = color;
      context.beginPath();
      for (let agent = 0; agent < this.agents; agent++) {
        if (this.floats[this.addresses[0] + agent * features + 4] !== side) continue;
        context.moveTo(this.x(agent) + radius, this.y(agent));
        context.arc(this.x(agent), this.y(agent), agent === this.chosen ? radius * 2 : radius, 0, 2 * Math.PI);
      }
      context.fill();
    }
  }

  point(event) {
    const field = element('field');
    const ratio = field.width / field.clientWidth;
    let nearest = -1;
    let least = (reach * ratio) ** 2;
    for (let agent = 0; agent < this.agents; agent++) {
      const distance = (this.x(agent) - event.offsetX * ratio) ** 2 + (this.y(agent) - event.offsetY * ratio) ** 2;
      if (distance < least) [nearest, least] = [agent, distance];
    }
    if (nearest >= 0) this.choose(nearest);
  }

  choose(agent) {
    this.chosen = agent;
    this.named = undefined;
    if (agent < 0) element('agent').textContent = '';
    this.draw();
  }

  // Spoken once a choice, not once a frame.
  showAgent() {
    if (this.named === this.chosen) return;
    this.named = this.chosen;
    const [, weights, counts, others] = this.addresses;
    const looks = [...Array(this.integers[counts + this.chosen]).keys()]
      .map(key => [this.integers[others + this.chosen * seen + key], this.floats[weights + this.chosen * seen + key]])
      .sort((a, b) => b[1] - a[1]);
    const most = looks.slice(0, 3).map(([other, weight]) => `${other === this.chosen ? 'itself' : other} (${(weight * 100).toFixed(0)} %)`).join(', ');
    element('agent').textContent = `Agent ${this.chosen} sees ${looks.length - 1} others, and looks most at ${most}.`;
  }
}
