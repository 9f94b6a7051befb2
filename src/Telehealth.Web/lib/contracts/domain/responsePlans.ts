// Generated from the server's C# contracts; a test fails when it is out of date.

/** Of what is changed by a publication, in UTF-16 units. */
export const longestPlanNote = 300;

/** Of the name of a kind of unit, in UTF-16 units. */
export const longestPlanRole = 60;

/** Alarm levels of a row. */
export const mostPlanLevels = 5;

/** Rows of a book. */
export const mostPlanRows = 200;

/** Units of a row, all levels together. */
export const mostPlanUnits = 30;

/** Units of one requirement. */
export const mostPlanUnitsOfKind = 10;
