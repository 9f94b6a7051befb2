// Generated from the server's C# contracts; a test fails when it is out of date.

/** Of the name of an account, in UTF-16 units. */
export const longestName = 120;

/** Of what is looked at of a query, in UTF-16 units. */
export const longestQuery = 100;

/** Of a telephone number as it is typed, in UTF-16 units. */
export const longestTelephone = 100;
