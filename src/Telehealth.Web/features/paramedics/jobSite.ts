import { effect, signal } from '@preact/signals';
import { http } from '../../lib/access';
import type { RouteQuestion, RouteView } from '../../lib/contracts/dispatching';
import { lastUrgentPriority } from '../../lib/contracts/domain/triage';
import type { HospitalRankingView, HospitalRow } from '../../lib/contracts/hospitals';
import type { JobDetails, JobPhoto, JobView, PositionFix } from '../../lib/contracts/paramedics';
import { metresBetween, type LatLng } from '../../lib/map';
import type { Fault, Outcome } from '../../lib/realtime';
import { serverTimeNow } from '../../lib/time';
import { leadsTo } from './steps';

export type Loaded<T> =
  | { state: 'none' }
  | { state: 'loading' }
  | { state: 'ready'; value: T; at: number }
  | { state: 'failed'; fault: Fault };

interface SiteSources {
  job: () => JobView | null;
  here: () => PositionFix | null;
  isLive: () => boolean;
  details: (job: JobView) => Promise<Outcome<JobDetails>>;
}

/**
 * A route is asked again when the vehicle has moved so far from where the last one began, not more often than the one time and at the
 * latest after the other.
 */
const movedMetres = 120;
const leastMs = 15_000;
const mostMs = 30_000;

/** What surrounds a job and is asked for: the story, the way, the hospitals, the pictures. */
export class JobSite {
  readonly details = signal<JobDetails | null>(null);
  readonly route = signal<Loaded<RouteView>>({ state: 'none' });
  readonly hospitals = signal<Loaded<HospitalRankingView>>({ state: 'none' });
  readonly photos = signal<Loaded<readonly JobPhoto[]>>({ state: 'none' });
  /** Where hospitals are: for the way to the chosen one. */
  readonly #places = signal<readonly HospitalRow[]>([]);
  #told: string | null = null;
  #routed: { from: LatLng; to: LatLng; at: number } | null = null;

  constructor(private readonly sources: SiteSources) {}

  /** Call the answer to stop. */
  start(): () => void {
    const stops = [
      effect(() => this.#follow(this.sources.job(), this.sources.isLive())),
      effect(() => this.#lead(this.sources.job(), this.sources.here(), this.sources.isLive())),
    ];
    return () => stops.forEach((stop) => stop());
  }

  /** What was known before the page was opened anew; asked again as soon as there is network. */
  restore(details: JobDetails | null): void {
    this.details.value = details;
  }

  async loadHospitals(job: JobView): Promise<void> {
    if (this.hospitals.peek().state !== 'ready') {
      this.hospitals.value = { state: 'loading' };
    }
    const outcome = await http.get<HospitalRankingView>(`/api/emergencies/${job.emergencyId}/hospitals`);
    if (outcome.error === null) {
      this.hospitals.value = { state: 'ready', value: outcome.value, at: serverTimeNow() };
    } else if (this.hospitals.peek().state !== 'ready' || outcome.error.reason === 'refused') {
      this.hospitals.value = { state: 'failed', fault: outcome.error };
    }
  }

  async loadPhotos(assignmentId: string): Promise<void> {
    const outcome = await http.get<JobPhoto[]>(`/api/jobs/${assignmentId}/photos`);
    if (this.sources.job()?.assignmentId !== assignmentId) {
      return;
    }
    if (outcome.error === null) {
      this.photos.value = { state: 'ready', value: outcome.value, at: serverTimeNow() };
    } else if (this.photos.peek().state !== 'ready') {
      this.photos.value = { state: 'failed', fault: outcome.error };
    }
  }

  /** Where the job leads now, as far as it is known where that is. */
  target(job: JobView): (LatLng & { isHospital: boolean }) | null {
    const goal = leadsTo(job.status);
    if (goal === 'scene') {
      const { latitude, longitude } = job.location;
      return latitude === null || longitude === null ? null : { latitude, longitude, isHospital: false };
    }
    const chosen = goal === 'hospital' ? this.#places.value.find((hospital) => hospital.code === job.hospitalCode) : undefined;
    return chosen === undefined ? null : { latitude: chosen.latitude, longitude: chosen.longitude, isHospital: true };
  }

  #follow(job: JobView | null, isLive: boolean): void {
    if (job === null) {
      this.#forget();
      return;
    }
    const news = `${job.assignmentId} ${job.version} ${job.status}`;
    if (!isLive || news === this.#told) {
      return;
    }
    if (this.#told?.startsWith(job.assignmentId) !== true) {
      this.#forget();
    }
    this.#told = news;
    void this.#tell(job, news);
  }

  async #tell(job: JobView, news: string): Promise<void> {
    const outcome = await this.sources.details(job);
    if (this.#told !== news) {
      return;
    }
    if (outcome.error === null) {
      this.details.value = outcome.value;
    } else {
      this.#told = null;
    }
    if (job.status !== 'offered') {
      await this.loadPhotos(job.assignmentId);
      if (job.hospitalCode !== null && this.#places.peek().length === 0) {
        this.#places.value = (await http.get<HospitalRow[]>('/api/hospitals')).value ?? [];
      }
    }
  }

  #lead(job: JobView | null, here: PositionFix | null, isLive: boolean): void {
    const to = job === null ? null : this.target(job);
    if (to === null) {
      this.route.value = { state: 'none' };
      this.#routed = null;
      return;
    }
    if (here === null || !isLive || !this.#isDue(here, to)) {
      return;
    }
    this.#routed = { from: here, to, at: serverTimeNow() };
    void this.#ask(here, to, job?.priority ?? 1);
  }

  #isDue(here: LatLng, to: LatLng): boolean {
    const last = this.#routed;
    if (last === null || metresBetween(last.to, to) > 20) {
      return true;
    }
    const age = serverTimeNow() - last.at;
    return age > mostMs || (age > leastMs && this.route.peek().state !== 'failed' && metresBetween(last.from, here) > movedMetres);
  }

  async #ask(here: LatLng, to: LatLng, priority: number): Promise<void> {
    const place = ({ latitude, longitude }: LatLng): LatLng => ({ latitude, longitude });
    const mode = priority <= lastUrgentPriority ? 'lightsAndSirens' : 'regular';
    const question: RouteQuestion = { from: place(here), to: place(to), mode };
    const outcome = await http.post<RouteView>('/api/route', question);
    if (this.#routed?.to !== to) {
      return;
    }
    if (outcome.error === null) {
      this.route.value = { state: 'ready', value: outcome.value, at: serverTimeNow() };
    } else if (outcome.error.reason === 'refused' || this.route.peek().state !== 'ready') {
      this.route.value = { state: 'failed', fault: outcome.error };
    }
  }

  #forget(): void {
    this.#told = null;
    this.details.value = null;
    this.hospitals.value = { state: 'none' };
    this.photos.value = { state: 'none' };
  }
}
