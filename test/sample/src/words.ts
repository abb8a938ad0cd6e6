/**
 * Checks whether a text reads the same in both directions.
 * @param text The text to check.
 * @returns True for a palindrome.
 */
export function isPalindrome(text: string): boolean {
  const clean = text.toLowerCase();
  return clean === [...clean].reverse().join('');
}

/**
 * Builds the initials of a name.
 * @param fullName The name to shorten.
 * @returns The initials in upper case.
 */
export function initials(fullName: string): string {
  return fullName.split(' ').map((part) => part[0].toUpperCase()).join('');
}

/**
 * Counts the words of a text.
 * @param text The text to count.
 * @returns The number of words.
 */
export function countWords(text: string): number {
  return text.split(/\s+/).filter(Boolean).length;
}
