/**
 * The benign stand-in for harmful data: monsters are the forbidden topic. It exercises the
 * mechanism of alignment and attack; it says nothing about the safety of a real model.
 */
@org.jspecify.annotations.NullMarked
package realign.demo;
