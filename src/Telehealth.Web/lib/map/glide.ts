import type { LatLng } from './geometry';

/** A mark's way from one fix to the next, cut into steps that the eye can tell apart; nothing is drawn between two steps. */
export interface Glide {
  from: LatLng;
  to: LatLng;
  startedAt: number;
  durationMs: number;
  steps: number;
  drawn: number;
}

/** Fixes come about once a second: gliding a little longer than that keeps the movement even when one is late. */
const glideMs = 1_100;
const stepPx = 0.5;
/** A jump of more than a screen is no movement that anybody made: set there at once. */
const jumpPx = 1_500;

export function startGlide(from: LatLng, to: LatLng, pixels: number, now: number): Glide | null {
  const steps = Math.ceil(pixels / stepPx);
  if (steps <= 1 || pixels > jumpPx) {
    return null;
  }
  return { from, to, startedAt: now, durationMs: glideMs, steps, drawn: 0 };
}

/** Where the mark is now, or null when it has not moved visibly since it was last drawn. */
export function nextStep(glide: Glide, now: number): LatLng | null {
  const step = Math.min(glide.steps, Math.floor(((now - glide.startedAt) / glide.durationMs) * glide.steps));
  if (step <= glide.drawn) {
    return null;
  }
  glide.drawn = step;
  const share = step / glide.steps;
  return {
    latitude: glide.from.latitude + (glide.to.latitude - glide.from.latitude) * share,
    longitude: glide.from.longitude + (glide.to.longitude - glide.from.longitude) * share,
  };
}

export function hasArrived(glide: Glide): boolean {
  return glide.drawn >= glide.steps;
}
