// Generated from the server's C# contracts; a test fails when it is out of date.

export type QualityCause = 'good' | 'lowBandwidth' | 'highLoss';

export type QualityRung = 'video' | 'audioOnly' | 'suggestPhone';
