import { dotnet } from './_framework/dotnet.js';
import { Bits } from './bits.js';
import { Look } from './look.js';
import { Squad } from './squad.js';

const state = document.getElementById('state');
try {
  const runtime = await dotnet.create();
  const { LookPage, SquadPage } = await runtime.getAssemblyExports(runtime.getConfig().mainAssemblyName);
  const outside = await (await fetch('outside.json')).json();
  const bits = new Bits(outside, LookPage.Canon());
  new Look(runtime, LookPage, bits).start();
  new Squad(runtime, SquadPage, bits).start();
  state.textContent = 'Ready.';
  document.documentElement.dataset.ready = 'true';
} catch (error) {
  state.textContent = `The page could not start: ${error.message ?? error}`;
  throw error;
}
