/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/**
 * One direction of a path: a rate with a drop-tail queue before it, a delay, and whatever
 * may go wrong. Settings may change at any time and hold for datagrams sent from then on.
 * Each feature draws from a random stream of its own.
 */
public final class Link {

	private static final long LONGEST_HOLD_NANOS = 200_000_000L;

	private static final int MAX_CORRUPTED_BYTES = 3;

	private final EventQueue events;

	private final SplittableRandom lossRandom;

	private final SplittableRandom jitterRandom;

	private final SplittableRandom duplicateRandom;

	private final SplittableRandom corruptRandom;

	private final SplittableRandom reorderRandom;

	private final DropTailQueue queue = new DropTailQueue();

	private final List<Held> held = new ArrayList<>();

	private final Set<Long> scriptedDrops = new HashSet<>();

	private final Map<Long, Integer> scriptedHolds = new HashMap<>();

	private final Map<Long, UnaryOperator<byte[]>> tampering = new HashMap<>();

	private long delayNanos = 1_000_000;

	private long jitterNanos;

	private boolean jitterReorders;

	private double lossProbability;

	private int burstLength = 1;

	private int burstLeft;

	private int mostInARow = Integer.MAX_VALUE;

	private int lostInARow;

	private double duplicateProbability;

	private double corruptProbability;

	private double reorderProbability;

	private int reorderDepth;

	private int mtuBytes = Integer.MAX_VALUE;

	private boolean down;

	private final Marking marking = new Marking();

	private long sent;

	private long dropped;

	private long lastArrivalNanos;

	Link(String name, EventQueue events, Seeds seeds) {
		this.events = events;
		this.lossRandom = seeds.stream(name + " loss");
		this.jitterRandom = seeds.stream(name + " jitter");
		this.duplicateRandom = seeds.stream(name + " duplicate");
		this.corruptRandom = seeds.stream(name + " corrupt");
		this.reorderRandom = seeds.stream(name + " reorder");
	}

	// ---- settings

	/** One-way delay, behind the queue. */
	public Link delayNanos(long nanos) {
		this.delayNanos = nanos;
		return this;
	}

	/**
	 * Up to so much more delay, uniformly; {@code reorders} lets later packets overtake.
	 */
	public Link jitterNanos(long nanos, boolean reorders) {
		this.jitterNanos = nanos;
		this.jitterReorders = reorders;
		return this;
	}

	/** Bits a second, 0 for no limit, and how many packets wait before one is dropped. */
	public Link rate(long bitsPerSecond, int queuePackets) {
		this.queue.rate(bitsPerSecond, queuePackets, Long.MAX_VALUE);
		return this;
	}

	/**
	 * Bits a second, and how many bytes wait behind the packet that is leaving before one
	 * is dropped. What waits already leaves at the rate at which it came.
	 */
	public Link rateWithQueueBytes(long bitsPerSecond, long queueBytes) {
		this.queue.rate(bitsPerSecond, Integer.MAX_VALUE, queueBytes);
		return this;
	}

	/** Independent losses with this probability. */
	public Link loss(double probability) {
		return burstLoss(probability, 1);
	}

	/**
	 * Losses of exactly so many packets in a row. {@code probability} is the share of all
	 * packets that is lost in the long run.
	 */
	public Link burstLoss(double probability, int length) {
		// A burst of n begins after a good packet with q; lost share = nq / (nq + 1 - q).
		this.lossProbability = probability / (probability + length * (1 - probability));
		this.burstLength = length;
		this.burstLeft = 0;
		this.mostInARow = Integer.MAX_VALUE;
		return this;
	}

	/**
	 * Independent losses with this probability, but never more than so many in a row: how
	 * the QUIC interoperability runner's network understands "bursts".
	 */
	public Link lossAtMost(double probability, int inARow) {
		loss(probability);
		this.mostInARow = inARow;
		return this;
	}

	/** Drops the n-th packet, counted from 1 since the link was made. */
	public Link drop(long... numbers) {
		for (long number : numbers) {
			this.scriptedDrops.add(number);
		}
		return this;
	}

	/** Drops the next so many packets. */
	public Link dropNext(int count) {
		for (int i = 1; i <= count; i++) {
			this.scriptedDrops.add(this.sent + i);
		}
		return this;
	}

	/** Changes the bytes of the next packet. */
	public Link tamperNext(UnaryOperator<byte[]> change) {
		this.tampering.put(this.sent + 1, change);
		return this;
	}

	/** Each packet arrives twice with this probability. */
	public Link duplicate(double probability) {
		this.duplicateProbability = probability;
		return this;
	}

	/** One to three bytes of a packet are changed with this probability. */
	public Link corrupt(double probability) {
		this.corruptProbability = probability;
		return this;
	}

	/** The next packet arrives behind so many later ones. */
	public Link holdNext(int depth) {
		this.scriptedHolds.put(this.sent + 1, depth);
		return this;
	}

	/** A packet arrives behind {@code depth} later ones with this probability. */
	public Link reorder(double probability, int depth) {
		this.reorderProbability = probability;
		this.reorderDepth = depth;
		return this;
	}

	/** Datagrams with more bytes of UDP payload vanish, without a word to anybody. */
	public Link mtu(int bytes) {
		this.mtuBytes = bytes;
		return this;
	}

	/** What it does with ECN marks: nothing unless told. */
	public Marking marking() {
		return this.marking;
	}

	/** A link that is down swallows everything. */
	public Link down(boolean down) {
		this.down = down;
		return this;
	}

	/** Packets that were given to the link. */
	public long sent() {
		return this.sent;
	}

	/** Packets that the link dropped, for whatever reason. */
	public long dropped() {
		return this.dropped;
	}

	/** Bytes that wait in the queue now; the packet that is leaving does not wait. */
	public long waitingBytes() {
		return this.queue.waitingBytes(this.events.nowNanos());
	}

	// ---- the way of a packet

	/** Takes a packet; {@code arrive} is called for each copy that comes out. */
	Fate send(Datagram datagram, BiConsumer<Datagram, byte[]> arrive) {
		this.sent++;
		this.marking.onDatagram(datagram, waitingBytes());
		Fate fate = admit(datagram.length());
		if (fate.isDropped()) {
			this.dropped++;
			return fate;
		}
		byte[] bytes = datagram.bytes();
		long arrival = this.queue.busyUntilNanos() + this.delayNanos;
		if (chance(this.corruptRandom, this.corruptProbability)) {
			bytes = corrupted(bytes);
			fate = Fate.CORRUPTED;
		}
		UnaryOperator<byte[]> tamper = this.tampering.remove(this.sent);
		if (tamper != null) {
			bytes = tamper.apply(bytes.clone());
			fate = Fate.CORRUPTED;
		}
		arrival = jittered(arrival);
		if (chance(this.duplicateRandom, this.duplicateProbability)) {
			long later = arrival + this.duplicateRandom.nextLong(1, this.delayNanos / 4 + 2);
			deliver(later, datagram, bytes, arrive);
			fate = (fate == Fate.CORRUPTED) ? fate : Fate.DUPLICATED;
		}
		Integer depth = this.scriptedHolds.remove(this.sent);
		if (depth == null && chance(this.reorderRandom, this.reorderProbability)) {
			depth = this.reorderDepth;
		}
		if (depth == null) {
			deliver(arrival, datagram, bytes, arrive);
			passHeld(arrival);
			return fate;
		}
		passHeld(arrival);
		hold(datagram, bytes, arrival, depth, arrive);
		return (fate == Fate.SENT) ? Fate.HELD : fate;
	}

	private Fate admit(int length) {
		long now = this.events.nowNanos();
		if (this.scriptedDrops.remove(this.sent)) {
			return Fate.SCRIPTED_DROP;
		}
		if (this.down) {
			return Fate.LINK_DOWN;
		}
		if (length > this.mtuBytes) {
			return Fate.TOO_LARGE;
		}
		if (!this.queue.offer(length, now)) {
			return Fate.QUEUE_FULL;
		}
		return isLost() ? Fate.LOST : Fate.SENT;
	}

	private boolean isLost() {
		if (this.burstLeft > 0) {
			this.burstLeft--;
			return true;
		}
		if (chance(this.lossRandom, this.lossProbability) && this.lostInARow < this.mostInARow) {
			this.burstLeft = this.burstLength - 1;
			this.lostInARow++;
			return true;
		}
		this.lostInARow = 0;
		return false;
	}

	private long jittered(long arrival) {
		long jittered = arrival;
		if (this.jitterNanos > 0) {
			jittered += this.jitterRandom.nextLong(this.jitterNanos + 1);
		}
		if (!this.jitterReorders) {
			jittered = Math.max(jittered, this.lastArrivalNanos);
		}
		this.lastArrivalNanos = Math.max(jittered, this.lastArrivalNanos);
		return jittered;
	}

	private void deliver(long timeNanos, Datagram datagram, byte[] bytes, BiConsumer<Datagram, byte[]> arrive) {
		this.events.at(timeNanos, () -> arrive.accept(datagram, bytes.clone()));
	}

	private void hold(Datagram datagram, byte[] bytes, long arrival, int depth, BiConsumer<Datagram, byte[]> arrive) {
		Held packet = new Held(datagram, bytes, arrive, depth);
		this.held.add(packet);
		this.events.at(arrival + LONGEST_HOLD_NANOS, () -> {
			if (this.held.remove(packet)) {
				arrive.accept(datagram, bytes.clone());
			}
		});
	}

	/** A packet overtakes those that are held back. */
	private void passHeld(long arrival) {
		for (Iterator<Held> packets = this.held.iterator(); packets.hasNext();) {
			Held packet = packets.next();
			if (--packet.toPass <= 0) {
				packets.remove();
				deliver(arrival, packet.datagram, packet.bytes, packet.arrive);
			}
		}
	}

	private byte[] corrupted(byte[] bytes) {
		byte[] changed = bytes.clone();
		int count = this.corruptRandom.nextInt(1, MAX_CORRUPTED_BYTES + 1);
		int first = this.corruptRandom.nextInt(changed.length);
		for (int i = 0; i < count; i++) {
			// A step below the length cannot hit the same byte twice and undo the change.
			int at = (first + i * 7) % changed.length;
			changed[at] ^= (byte) this.corruptRandom.nextInt(1, 256);
		}
		return changed;
	}

	private static boolean chance(SplittableRandom random, double probability) {
		return probability > 0 && random.nextDouble() < probability;
	}

	/** A packet that waits until others have overtaken it. */
	private static final class Held {

		private final Datagram datagram;

		private final byte[] bytes;

		private final BiConsumer<Datagram, byte[]> arrive;

		private int toPass;

		Held(Datagram datagram, byte[] bytes, BiConsumer<Datagram, byte[]> arrive, int toPass) {
			this.datagram = datagram;
			this.bytes = bytes;
			this.arrive = arrive;
			this.toPass = toPass;
		}

	}

}
