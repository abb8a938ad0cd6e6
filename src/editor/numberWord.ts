import { env } from 'vscode';
import { numberIn } from '../base/numberIn.ts';

/** A number in VS Code's language. @param digits behind the point, always that many */
export const numberWord = (value: number, digits = 0): string => numberIn(env.language, value, digits);
