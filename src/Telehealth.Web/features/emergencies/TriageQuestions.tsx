import type { Answer } from '../../lib/contracts/domain/triage';
import type { ComplaintEntry, ProtocolView } from '../../lib/contracts/emergencies';

const answers: readonly { answer: Answer; label: string }[] = [
  { answer: 'yes', label: 'Yes' },
  { answer: 'no', label: 'No' },
  { answer: 'unknown', label: 'Not known' },
];

interface TriageQuestionsProps {
  protocol: ProtocolView;
  complaint: ComplaintEntry | null;
  given: Readonly<Record<string, Answer>>;
  onComplaint: (complaint: ComplaintEntry) => void;
  onAnswer: (code: string, answer: Answer) => void;
}

/** The complaint, and what is asked because of it. */
export function TriageQuestions({ protocol, complaint, given, onComplaint, onAnswer }: TriageQuestionsProps) {
  const textOf = (code: string): string => protocol.questions.find((question) => question.code === code)?.text ?? code;
  return (
    <>
      <div class="complaints" role="group" aria-label="Complaint">
        {protocol.complaints.map((entry) => (
          <button
            key={entry.code}
            type="button"
            class="complaint"
            aria-pressed={entry.code === complaint?.code}
            data-testid={`raise-complaint-${entry.code}`}
            onClick={() => onComplaint(entry)}
          >
            {entry.label}
          </button>
        ))}
      </div>
      {complaint?.questionCodes.map((code) => (
        <Question key={code} code={code} text={textOf(code)} given={given[code]} onAnswer={(answer) => onAnswer(code, answer)} />
      ))}
    </>
  );
}

interface QuestionProps {
  code: string;
  text: string;
  given: Answer | undefined;
  onAnswer: (answer: Answer) => void;
}

function Question({ code, text, given, onAnswer }: QuestionProps) {
  return (
    <fieldset class="question">
      <legend>{text}</legend>
      <div class="question-answers">
        {answers.map(({ answer, label }) => (
          <label key={answer}>
            <input
              type="radio"
              name={`question-${code}`}
              checked={given === answer}
              onChange={() => onAnswer(answer)}
              data-testid={`raise-answer-${code}-${answer}`}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
