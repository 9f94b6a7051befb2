import './tokens.css';
import './base.css';
import './components.css';

export { announce, Announcer, toast } from './Announcer';
export { Button, type ButtonKind, type ButtonProps, LinkButton } from './Button';
export { Dialog, type DialogProps } from './Dialog';
export { Field, type FieldProps, Select, Switch, TextArea } from './Fields';
export { Icon, type IconName } from './Icon';
export { isCharacterKey, letterKeys } from './letterKeys';
export { LetterKeysSwitch } from './LetterKeysSwitch';
export { goTo, replaceWith, route } from './route';
export {
  Avatar,
  Badge,
  Card,
  Duration,
  EmptyState,
  ErrorNotice,
  initials,
  Loading,
  Notice,
  Progress,
  Spinner,
  StatusDot,
} from './Surfaces';
export { Telephone } from './Telephone';
export { type Theme, theme } from './theme';
export { DemoBanner, ThemeButton, TopBar } from './TopBar';
export { Written, WrittenText } from './Written';
