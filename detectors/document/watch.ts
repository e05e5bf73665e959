import { cornerShift, type Paper } from './find-paper.ts';
import { likeness, type Print } from './print.ts';

/** A paper seen at one moment, with what is written where on it. */
export type PaperLook = Paper & { print: Print };
export type Look = { tMs: number; papers: PaperLook[] };
/** A paper followed through time. `holds` are stretches without movement, each of one page. */
export type PaperTrack = { startMs: number; endMs: number; looks: (PaperLook & { tMs: number })[] };
export type Hold = { startMs: number; endMs: number; print: Print; look: PaperLook & { tMs: number } };
export type PageVisit = { page: number; startMs: number; endMs: number };

/** Part of the diagonal: a tremor moves it by .01, a hand that brings a paper by .1 and more a look. */
const [stillShift, sameShift] = [0.03, 0.5];
/** Prints of one page stand over .9, of two cards of one layout at .75, of two pages of text at .55 (drawn ones, bench/accuracy-papers.ts). */
const samePage = 0.8;

/** Papers of neighbouring looks that lie nearest each other are the same one; one look without it is a miss, two end it. */
export const followPapers = (looks: readonly Look[]): PaperTrack[] => {
  const tracks: (PaperTrack & { lastLook: number })[] = [];
  looks.forEach(({ tMs, papers }, n) => {
    const free = tracks.filter((track) => n - track.lastLook <= 2);
    for (const paper of papers) {
      const near = free
        .map((track) => ({ track, shift: cornerShift(track.looks.at(-1)!.quad, paper.quad) }))
        .filter(({ track, shift }) => shift < sameShift && track.lastLook < n)
        .sort((a, b) => a.shift - b.shift)[0]?.track;
      const look = { ...paper, tMs };
      if (near === undefined) tracks.push({ startMs: tMs, endMs: tMs, looks: [look], lastLook: n });
      else Object.assign(near, { endMs: tMs, lastLook: n, looks: [...near.looks, look] });
    }
  });
  return tracks.map(({ startMs, endMs, looks: seen }) => ({ startMs, endMs, looks: seen }));
};

/** Stretches of at least two looks in which a paper neither moves nor changes. The span is a lower bound: it was still between its looks. */
export const holdsOf = (track: PaperTrack): Hold[] => {
  const holds: Hold[] = [];
  let open: Hold | undefined;
  for (const look of track.looks) {
    const still =
      open !== undefined &&
      cornerShift(open.look.quad, look.quad) < stillShift &&
      likeness(open.look.print, look.print) > samePage;
    if (open !== undefined && still) {
      open.endMs = look.tMs;
      open.look = look;
      continue;
    }
    if (open !== undefined && open.endMs > open.startMs) holds.push(open);
    open = { startMs: look.tMs, endMs: look.tMs, print: look.print, look };
  }
  if (open !== undefined && open.endMs > open.startMs) holds.push(open);
  return holds;
};

/** Which page lay open when: holds with the same print are one page, and a page that comes back keeps its number. */
export const pagesOf = (holds: readonly Hold[]): PageVisit[] => {
  const known: Print[] = [];
  const visits: PageVisit[] = [];
  for (const hold of holds.toSorted((a, b) => a.startMs - b.startMs)) {
    let page = known.findIndex((print) => likeness(print, hold.print) > samePage) + 1;
    if (page === 0) page = known.push(hold.print);
    const before = visits.at(-1);
    if (before?.page === page) before.endMs = hold.endMs;
    else visits.push({ page, startMs: hold.startMs, endMs: hold.endMs });
  }
  return visits;
};

/** Tracks that lie at the same place one after the other: one lying booklet, whose outline is lost while a page turns. */
export const inOnePlace = (tracks: readonly PaperTrack[]): PaperTrack[][] => {
  const places: PaperTrack[][] = [];
  for (const track of tracks.toSorted((a, b) => a.startMs - b.startMs)) {
    const place = places.find((group) => {
      const before = group.at(-1)!;
      return before.endMs <= track.startMs && cornerShift(before.looks.at(-1)!.quad, track.looks[0]!.quad) < 0.1;
    });
    if (place === undefined) places.push([track]);
    else place.push(track);
  }
  return places;
};

/** The look at which a track is read: in the longest hold its last look, else the look with the sharpest outline. */
export const bestLook = (track: PaperTrack): PaperLook & { tMs: number } => {
  const longest = holdsOf(track).toSorted((a, b) => b.endMs - b.startMs - (a.endMs - a.startMs))[0];
  return longest?.look ?? track.looks.toSorted((a, b) => b.edges * b.share - a.edges * a.share)[0]!;
};
