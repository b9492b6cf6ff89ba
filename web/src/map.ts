// Chooses a point over the wards' shapes: by pointer, or by the arrow keys once the map has the focus.
interface Shape { properties: { name: string }; geometry: { type: string; coordinates: number[][][] | number[][][][] } }

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 640;

function make(name: string, attributes: Record<string, string>, parent: Element): SVGElement {
  const element = document.createElementNS(SVG, name) as SVGElement;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  parent.append(element);
  return element;
}

function rings(shape: Shape): number[][][] {
  const { type, coordinates } = shape.geometry;
  return type === 'MultiPolygon' ? (coordinates as number[][][][]).flat() : (coordinates as number[][][]);
}

async function start(box: HTMLElement): Promise<void> {
  const lat = document.getElementById(box.dataset.lat ?? '') as HTMLInputElement;
  const lon = document.getElementById(box.dataset.lon ?? '') as HTMLInputElement;
  const answer = await fetch(box.dataset.wards ?? '');
  if (!answer.ok) return;
  const shapes = ((await answer.json()) as { features: Shape[] }).features;
  const all = shapes.flatMap(rings).flat();
  if (all.length === 0) return;
  const west = Math.min(...all.map((at) => at[0]));
  const east = Math.max(...all.map((at) => at[0]));
  const south = Math.min(...all.map((at) => at[1]));
  const north = Math.max(...all.map((at) => at[1]));
  // A degree of longitude is shorter than one of latitude by the cosine of the latitude.
  const squeeze = Math.cos(((north + south) / 2) * Math.PI / 180);
  const scale = WIDTH / ((east - west) * squeeze);
  const height = Math.round((north - south) * scale);
  const x = (at: number): number => (at - west) * squeeze * scale;
  const y = (at: number): number => (north - at) * scale;

  const words = document.createElement('p');
  words.className = 'govuk-hint';
  words.textContent = box.dataset.words ?? '';
  box.append(words);
  const svg = make('svg', { viewBox: `0 0 ${WIDTH} ${height}`, role: 'application', tabindex: '0', 'aria-label': box.dataset.words ?? '' }, box);
  for (const shape of shapes) {
    for (const ring of rings(shape)) {
      make('polygon', { points: ring.map(([e, n]) => `${x(e)},${y(n)}`).join(' '), fill: '#dfe9df', stroke: '#50705a', 'stroke-width': '2' }, svg);
    }
    const ring = rings(shape)[0];
    const middle = [ring.reduce((sum, at) => sum + at[0], 0) / ring.length, ring.reduce((sum, at) => sum + at[1], 0) / ring.length];
    make('text', { x: String(x(middle[0])), y: String(y(middle[1])), 'text-anchor': 'middle', 'font-size': '18', fill: '#2b3f31' }, svg).textContent = shape.properties.name;
  }
  const mark = make('circle', { r: '9', fill: '#d4351c', stroke: '#0b0c0c', 'stroke-width': '3', visibility: 'hidden' }, svg);
  const said = document.createElement('p');
  said.className = 'govuk-body';
  said.setAttribute('role', 'status');
  box.append(said);

  const show = (): void => {
    const chosen = lat.value !== '' && lon.value !== '';
    mark.setAttribute('visibility', chosen ? 'visible' : 'hidden');
    mark.setAttribute('cx', String(x(Number(lon.value))));
    mark.setAttribute('cy', String(y(Number(lat.value))));
    const inside = chosen ? shapes.find((shape) => rings(shape).some((ring) => within(Number(lon.value), Number(lat.value), ring))) : undefined;
    said.textContent = chosen ? `${box.dataset.chosen}${inside ? `: ${inside.properties.name}` : ''} (${lat.value}, ${lon.value})` : box.dataset.none ?? '';
  };
  const choose = (e: number, n: number): void => {
    lon.value = Math.min(east, Math.max(west, e)).toFixed(5);
    lat.value = Math.min(north, Math.max(south, n)).toFixed(5);
    show();
  };
  svg.addEventListener('click', (event) => {
    const matrix = (svg as SVGSVGElement).getScreenCTM();
    if (!matrix) return;
    const at = new DOMPoint((event as MouseEvent).clientX, (event as MouseEvent).clientY).matrixTransform(matrix.inverse());
    choose(west + at.x / (squeeze * scale), north - at.y / scale);
  });
  svg.addEventListener('keydown', (event) => {
    const key = (event as KeyboardEvent).key;
    const step = (event as KeyboardEvent).shiftKey ? 0.0005 : 0.002;
    const moves: Record<string, [number, number]> = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
    if (!moves[key]) return;
    event.preventDefault();
    const from = lat.value === '' ? [(west + east) / 2, (north + south) / 2] : [Number(lon.value), Number(lat.value)];
    choose(from[0] + moves[key][0], from[1] + moves[key][1]);
  });
  show();
}

function within(e: number, n: number, ring: number[][]): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [xi, yi] = ring[i];
    const [xj, yj] = ring[j];
    if (yi > n !== yj > n && e < ((xj - xi) * (n - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

for (const box of document.querySelectorAll<HTMLElement>('.app-map')) {
  // Without the shapes the words are enough.
  start(box).catch(() => undefined);
}
