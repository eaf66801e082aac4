const element = id => document.getElementById(id);
const number = value => value.toLocaleString('en-US');

// Hashes of what was computed here, beside those of the same program outside, which outside.json holds.
export class Bits {
  constructor(outside, canon) {
    this.outside = outside;
    this.sameCanon = outside.canon === canon;
    element('canons').textContent = this.sameCanon
      ? `Both follow the ${canon} canon.`
      : `This page follows the ${canon} canon, and outside.json the ${outside.canon} one, which rounds otherwise: the machine that made it has no other.`;
  }

  look(text, hash) {
    const known = text === this.outside.text;
    element('look-what').textContent = `Look: all logits and weights of “${text}”`;
    this.show('look', hash, known ? this.outside.look : '');
    element('command').hidden = known;
    element('command-text').textContent = `dotnet run -c Release --project samples/13.Browser -- outside '${text.replaceAll("'", "'\\''")}'`;
  }

  squad(frame, hash) {
    element('squad-what').textContent = `Squad: all decisions of ${number(frame)} frames`;
    this.show('squad', hash, this.outside.squad[frame / this.outside.hashedFrames - 1] ?? '');
  }

  show(what, hash, outside) {
    element(`${what}-hash`).textContent = hash;
    element(`${what}-outside`).textContent = outside || 'not computed';
    element(`${what}-verdict`).textContent = !outside || !this.sameCanon ? '' : hash === outside ? 'the same' : 'DIFFERENT';
  }
}
