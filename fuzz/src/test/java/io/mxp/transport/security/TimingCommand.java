/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import io.mxp.transport.CipherSuite;
import io.mxp.transport.HandshakeConfig;
import io.mxp.transport.StaticKey;
import io.mxp.transport.packet.PacketHeader;
import io.mxp.transport.packet.PacketType;

/**
 * Whether time tells what it must not: two classes of inputs in random order, the time of
 * each, and Welch's t over both, as dudect does it (Reparaz, Balasch, Verbauwhede 2017).
 * Beyond 4.5 the classes can be told apart. What a machine does besides counts, too: the
 * slowest tenth of the measurements is left out, by one limit for both classes.
 */
public final class TimingCommand {

	private static final double LIMIT = 4.5;

	private static final int WARM_UP = 200_000;

	/**
	 * What is measured at a time is done so often: a clock's tick is tens of nanoseconds.
	 */
	private static final int REPETITIONS = 8;

	/**
	 * So many inputs are made before the first of them is measured: what making one
	 * leaves behind in caches and predictors of the processor says nothing about the
	 * next.
	 */
	private static final int BATCH = 32;

	private static final int PACKET_BYTES = 1_200;

	private TimingCommand() {
	}

	/**
	 * Measures all pairs and prints a table; exits with 1 where one can be told apart
	 * that must not, or the control cannot.
	 */
	public static void main(String[] arguments) {
		int measurements = (arguments.length > 0) ? Integer.parseInt(arguments[0]) : 1_000_000;
		boolean held = true;
		System.out.printf("%-62s %12s %8s%n", "two classes of inputs", "measurements", "t");
		for (Pair pair : pairs()) {
			double t = t(pair, measurements);
			boolean apart = Math.abs(t) >= LIMIT;
			held &= apart == pair.leaks;
			System.out.printf("%-62s %,12d %8.2f%s%n", pair.name, measurements, t,
					apart ? (pair.leaks ? "  told apart, as it has to be" : "  told apart")
							: (pair.leaks ? "  not told apart: the measure is blind" : ""));
		}
		System.exit(held ? 0 : 1);
	}

	private static List<Pair> pairs() {
		byte[] secret = new byte[32];
		Arrays.fill(secret, (byte) 7);
		return List.of(
				opening("header: wrong packet number, wrong nonce", CipherSuite.CHACHA20_POLY1305_SHA256, secret,
						PacketHeader.PACKET_NUMBER_OFFSET, 8, PacketHeader.NONCE_OFFSET, 12),
				opening("header: wrong packet number, wrong nonce (AES)", CipherSuite.AES_256_GCM_SHA256, secret,
						PacketHeader.PACKET_NUMBER_OFFSET, 8, PacketHeader.NONCE_OFFSET, 12),
				opening("header: first or last byte of the nonce wrong", CipherSuite.CHACHA20_POLY1305_SHA256, secret,
						PacketHeader.NONCE_OFFSET, 1, PacketHeader.NONCE_OFFSET + 11, 1),
				opening("tag: first or last byte wrong", CipherSuite.CHACHA20_POLY1305_SHA256, secret,
						PACKET_BYTES - 16, 1, PACKET_BYTES - 1, 1),
				opening("tag: first or last byte wrong (AES)", CipherSuite.AES_256_GCM_SHA256, secret,
						PACKET_BYTES - 16, 1, PACKET_BYTES - 1, 1),
				keys(), control());
	}

	/** What does leak: a comparison that ends at the first difference. */
	private static Pair control() {
		byte[] known = new byte[PACKET_BYTES];
		return new Pair("control: Arrays.equals, first or last byte differs", (secondClass, random) -> {
			byte[] other = known.clone();
			other[secondClass ? other.length - 1 : 0] = (byte) (1 + random.nextInt(100));
			return other;
		}, (input) -> Arrays.equals(known, input) ? 1 : 0, true);
	}

	/** Packets with one bit flipped somewhere in a span of bytes. */
	private static Pair opening(String name, CipherSuite suite, byte[] secret, int first, int firstLength, int second,
			int secondLength) {
		HandshakeSettings settings = HandshakeSettings.of(HandshakeConfig.defaults());
		ApplicationProtection sender = new ApplicationProtection(settings, suite, secret.clone(), secret.clone());
		ApplicationProtection receiver = new ApplicationProtection(settings, suite, secret.clone(), secret.clone());
		byte[] packet = new byte[PACKET_BYTES];
		PacketHeader.write(packet, 0, 1, PacketType.ONE_RTT, 5, PacketHeader.LENGTH);
		sender.sealer().seal(packet, 0, PacketHeader.LENGTH, PACKET_BYTES - PacketHeader.LENGTH - 16);
		byte[] work = new byte[PACKET_BYTES];
		return new Pair(name, (secondClass, random) -> {
			System.arraycopy(packet, 0, work, 0, PACKET_BYTES);
			// Both are drawn, so that the classes differ in their bytes alone.
			int inFirst = first + random.nextInt(firstLength);
			int inSecond = second + random.nextInt(secondLength);
			work[secondClass ? inSecond : inFirst] ^= (byte) (1 << random.nextInt(8));
			return work.clone();
		}, (input) -> receiver.open(input, 0, input.length), false);
	}

	/** Static keys that differ in their first or their last byte. */
	private static Pair keys() {
		byte[] key = new byte[32];
		Arrays.fill(key, (byte) 9);
		StaticKey known = StaticKey.of(key);
		return new Pair("static key: first or last byte differs", (secondClass, random) -> {
			byte[] other = key.clone();
			other[secondClass ? 31 : 0] ^= (byte) (1 << random.nextInt(8));
			return other;
		}, (input) -> known.matches(input) ? 1 : 0, false);
	}

	private static double t(Pair pair, int measurements) {
		SplittableRandom random = new SplittableRandom(3);
		long[] nanos = new long[measurements];
		boolean[] second = new boolean[measurements];
		long sink = 0;
		byte[][][] inputs = new byte[BATCH][REPETITIONS][];
		boolean[] classes = new boolean[BATCH];
		for (int first = -WARM_UP; first < measurements; first += BATCH) {
			for (int i = 0; i < BATCH; i++) {
				classes[i] = random.nextBoolean();
				for (int j = 0; j < REPETITIONS; j++) {
					inputs[i][j] = pair.inputs.make(classes[i], random);
				}
			}
			for (int i = 0; i < BATCH; i++) {
				long before = System.nanoTime();
				for (byte[] input : inputs[i]) {
					sink += pair.work.run(input);
				}
				long after = System.nanoTime();
				if (first + i >= 0 && first + i < measurements) {
					nanos[first + i] = after - before;
					second[first + i] = classes[i];
				}
			}
		}
		if (sink == 42) {
			System.out.print("");
		}
		return welch(nanos, second);
	}

	private static double welch(long[] nanos, boolean[] second) {
		long[] sorted = nanos.clone();
		Arrays.sort(sorted);
		long limit = sorted[sorted.length / 10 * 9];
		Moments one = new Moments();
		Moments other = new Moments();
		for (int i = 0; i < nanos.length; i++) {
			if (nanos[i] <= limit) {
				(second[i] ? other : one).add(nanos[i]);
			}
		}
		return (one.mean - other.mean) / Math.sqrt(one.variance() / one.count + other.variance() / other.count);
	}

	/** Mean and variance as values come (Welford). */
	private static final class Moments {

		private long count;

		private double mean;

		private double squares;

		void add(double value) {
			this.count++;
			double distance = value - this.mean;
			this.mean += distance / this.count;
			this.squares += distance * (value - this.mean);
		}

		double variance() {
			return this.squares / (this.count - 1);
		}

	}

	private interface Inputs {

		byte[] make(boolean secondClass, SplittableRandom random);

	}

	private interface Work {

		int run(byte[] input);

	}

	private record Pair(String name, Inputs inputs, Work work, boolean leaks) {

	}

}
