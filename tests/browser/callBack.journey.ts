import { describe, expect, it } from 'vitest';
import { seriousFindings } from './support/axe';
import { beginConsult, inviteGuest, passDeviceCheck, reachStage, say, seesMessages } from './support/consult';
import { useTelehealth } from './support/journey';
import { remoteVideosAdvance, soundArrives } from './support/media';
import { onBothSizes, picture } from './support/pictures';
import { consultIdOf } from './support/room';

const number = '+1 202 555 0142';

describe('A patient who is not there', () => {
  const { devices } = useTelehealth('callBack');

  it('is called by telephone or waits again, at the old place, for another clinician', async () => {
    const patient = await devices().enter('ana');
    const desk = await devices().enter('david');
    await patient.getByTestId('ask-reason').fill('A cough that does not go away');
    await patient.getByTestId('ask-submit').click();
    await passDeviceCheck(patient);
    await patient.getByTestId('waiting-room').waitFor();
    const address = patient.url();
    await patient.goto('about:blank');

    const clinician = await devices().enter('chloe');
    await clinician.getByTestId('admit').first().click();
    await reachStage(clinician);
    const notice = clinician.getByTestId('patient-absent');
    await notice.getByText('is not here').waitFor();
    const call = notice.getByTestId('call-patient');
    await call.waitFor();
    expect(await call.getAttribute('href')).toBe('tel:+12025550142');
    expect(await call.innerText()).toBe(number);
    await clinician.getByTestId('toggle-chat').click();
    await onBothSizes(clinician, 'absent');

    const card = await devices().page('chloe at the desk');
    await devices().enterOn(card, 'chloe');
    await card.getByTestId('running-row').getByTestId('call-patient').waitFor();
    await onBothSizes(card, 'own-card');
    expect(await desk.getByText(number).count(), 'other clinicians are not told the number').toBe(0);

    await notice.getByTestId('return-patient').click();
    expect(await clinician.getByTestId('return-reason').inputValue()).toBe('patientAbsent');
    await onBothSizes(clinician, 'confirm');
    await clinician.getByTestId('return-patient-sure').click();
    await clinician.getByTestId('returned').getByText('the patient was not there').waitFor();
    await desk.getByTestId('returned').getByText('the patient was not there').waitFor();
    await onBothSizes(desk, 'other-desk');

    await patient.goto(address);
    await passDeviceCheck(patient);
    await patient.getByTestId('back-in-waiting').getByText('did not find you here').waitFor();
    await patient.getByTestId('own-telephone').waitFor();
    await expect.poll(() => patient.getByTestId('own-telephone').inputValue()).toBe(number);
    await onBothSizes(patient, 'waits-again');
    await patient.getByTestId('own-telephone').fill('+1 202 555 0199');
    await patient.getByTestId('save-telephone').click();
    await expect.poll(() => patient.getByTestId('save-telephone').isDisabled()).toBe(true);

    await desk.getByTestId('admit').first().click();
    await reachStage(desk);
    await patient.getByTestId('consult-stage').waitFor();
    await Promise.all([remoteVideosAdvance(desk, 1), remoteVideosAdvance(patient, 1)]);
    await desk.getByTestId('patient-absent').waitFor({ state: 'detached' });
    await desk.getByTestId('leave').click();
    await desk.getByTestId('running-row').getByText('+1 202 555 0199').waitFor();
  });

  it('takes everybody out of a room and back into it by themselves', async () => {
    const { patient, clinician } = await beginConsult(devices(), 'ben', 'chloe');
    const desk = await devices().enter('david');
    const guest = await devices().page('guest');
    await guest.goto(await inviteGuest(clinician, 'Iris', 'interpreter'));
    await guest.getByTestId('guest-name').fill('Iris');
    await guest.getByTestId('guest-join').click();
    await reachStage(guest);
    await Promise.all([soundArrives(guest), soundArrives(patient)]);
    await clinician.getByTestId('toggle-chat').click();
    await say(clinician, 'I am called to an emergency');
    const address = `/clinician/#/consult/${consultIdOf(clinician)}`;

    await clinician.getByTestId('end-consult').click();
    await picture(clinician, 'end-dialog');
    expect(await seriousFindings(clinician), 'the end').toEqual([]);
    await clinician.getByTestId('return-instead').click();
    await clinician.getByTestId('return-reason').selectOption('clinicianCalledAway');
    await clinician.getByTestId('return-patient-sure').click();

    await patient.getByTestId('back-in-waiting').getByText('Your place is kept. The doctor was needed elsewhere.').waitFor();
    await guest.getByTestId('visit-paused').waitFor();
    await onBothSizes(guest, 'guest-waits');
    await clinician.getByTestId('returned').getByText('the clinician was needed elsewhere').waitFor();
    await clinician.goto(address);
    await clinician.getByTestId('consult-waits').waitFor();
    await guest.reload();
    await guest.getByTestId('precall-continue').or(guest.getByTestId('guest-join')).first().click();
    await guest.getByTestId('visit-paused').waitFor();

    await desk.getByTestId('admit').first().click();
    await reachStage(desk);
    await Promise.all([patient.getByTestId('consult-stage').waitFor(), guest.getByTestId('consult-stage').waitFor()]);
    await seesMessages(desk, 'I am called to an emergency');
    await Promise.all([
      remoteVideosAdvance(desk, 2),
      remoteVideosAdvance(guest, 2),
      remoteVideosAdvance(patient, 2),
      soundArrives(guest),
      soundArrives(patient),
    ]);
  });
});
