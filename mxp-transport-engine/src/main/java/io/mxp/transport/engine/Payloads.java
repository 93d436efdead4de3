/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.LongAdder;

import io.mxp.transport.CompressionConfig;
import io.mxp.transport.MessageConfig;
import io.mxp.transport.MessageEncoding;
import io.mxp.transport.MessageEncoding.Compression;
import io.mxp.transport.TransportException;
import io.mxp.transport.message.CompressedPayload;
import io.mxp.transport.message.DecodeError;
import io.mxp.transport.message.MessageFlags;
import io.mxp.transport.message.ZstdCodec;
import io.mxp.transport.observe.Counter;
import org.jspecify.annotations.Nullable;

/**
 * What all connections of a transport share to encode and decode payloads: settings,
 * codecs, counters. From any thread. COLD: a message that is not compressed costs a
 * comparison.
 */
final class Payloads implements AutoCloseable {

	/** Where no payload is long enough. */
	static final int NEVER = Integer.MAX_VALUE;

	/** Codecs that are kept for their next use; each holds some native memory. */
	private static final int KEPT_CODECS = 16;

	private final CompressionConfig compression;

	private final ArrayBlockingQueue<ZstdCodec> codecs = new ArrayBlockingQueue<>(KEPT_CODECS);

	private final Map<Counter, LongAdder> counters = new EnumMap<>(Counter.class);

	private final Map<DecodeError, LongAdder> refusals = new EnumMap<>(DecodeError.class);

	private final Seals seals;

	private volatile boolean closed;

	Payloads(MessageConfig config, Seals seals) {
		this.compression = config.compression();
		this.seals = seals;
		for (Counter counter : new Counter[] { Counter.PAYLOAD_BYTES_COMPRESSED, Counter.COMPRESSED_BYTES_SENT,
				Counter.COMPRESSED_BYTES_RECEIVED, Counter.PAYLOAD_BYTES_DECOMPRESSED, Counter.MESSAGES_SEALED,
				Counter.SEALED_MESSAGES_OPENED, Counter.SEALED_MESSAGES_RELAYED }) {
			this.counters.put(counter, new LongAdder());
		}
		for (DecodeError error : DecodeError.values()) {
			this.refusals.put(error, new LongAdder());
		}
	}

	/**
	 * The settings as far as this system can keep them.
	 * @throws TransportException.Configuration where payloads shall be compressed and
	 * nothing can do it
	 */
	static MessageConfig fitting(MessageConfig config) {
		CompressionConfig compression = config.compression();
		if ((!compression.enabled() && !compression.accept()) || isZstdAvailable()) {
			return config;
		}
		if (compression.enabled()) {
			throw new TransportException.Configuration("Messages shall be compressed (message.compression.enabled), but"
					+ " zstd-jni is not there or has no library for this system: add com.github.luben:zstd-jni");
		}
		return config.withCompression(compression.withAccept(false));
	}

	/** Whether zstd-jni is on the class path and its native library fits this system. */
	private static boolean isZstdAvailable() {
		try {
			new ZstdCodec(ZstdCodec.MIN_LEVEL).close();
			return true;
		}
		catch (LinkageError ex) {
			return false;
		}
	}

	/** What seals and opens messages from agent to agent. */
	Seals seals() {
		return this.seals;
	}

	/** From this length of the application's bytes on, payloads are compressed. */
	int compressFrom() {
		return this.compression.enabled() ? this.compression.thresholdBytes() : NEVER;
	}

	/** Whether a payload of so many bytes is worth a try. */
	boolean wantsCompression(MessageEncoding encoding, int payloadBytes) {
		return (encoding.compression() == Compression.DEFAULT) ? payloadBytes >= compressFrom()
				: encoding.compression() == Compression.ALWAYS && this.compression.accept();
	}

	/**
	 * Compresses a payload; null where that would not make it shorter, or so short that
	 * the peer must take it for a bomb.
	 */
	@Nullable Encoded compress(byte[] payload) {
		byte[] target = new byte[ZstdCodec.maxCompressedLength(payload.length)];
		ZstdCodec codec = takeCodec();
		int length;
		try {
			length = codec.compress(payload, target);
		}
		finally {
			keep(codec);
		}
		if (length >= payload.length || !CompressedPayload.isAllowedRatio(payload.length, length)) {
			return null;
		}
		add(Counter.PAYLOAD_BYTES_COMPRESSED, payload.length);
		add(Counter.COMPRESSED_BYTES_SENT, length);
		return new Encoded(MessageFlags.COMPRESSED, target, length);
	}

	/** The largest content that is accepted; -1 where no compressed payload is. */
	int maxContentBytes() {
		return this.compression.accept() ? this.compression.maxContentBytes() : -1;
	}

	DecodeError decompress(CompressedPayload frame, byte[] target, int at, int frameBytes) {
		ZstdCodec codec = takeCodec();
		try {
			DecodeError error = frame.decompress(codec, target, at);
			if (error == DecodeError.NONE) {
				add(Counter.COMPRESSED_BYTES_RECEIVED, frameBytes);
				add(Counter.PAYLOAD_BYTES_DECOMPRESSED, frame.contentSize());
			}
			return error;
		}
		finally {
			keep(codec);
		}
	}

	private ZstdCodec takeCodec() {
		ZstdCodec kept = this.codecs.poll();
		return (kept != null) ? kept : new ZstdCodec(this.compression.level());
	}

	private void keep(ZstdCodec codec) {
		if (this.closed || !this.codecs.offer(codec)) {
			codec.close();
		}
		else if (this.closed) {
			close(); // it was closed since
		}
	}

	void count(Counter counter) {
		add(counter, 1);
	}

	private void add(Counter counter, long amount) {
		LongAdder adder = this.counters.get(counter);
		if (adder != null) {
			adder.add(amount);
		}
	}

	void onRefused(DecodeError error) {
		LongAdder adder = this.refusals.get(error);
		if (adder != null) {
			adder.increment();
		}
	}

	/** Puts what was counted among the counters of the transport. */
	void count(Map<Counter, Long> target) {
		this.counters.forEach((counter, adder) -> target.put(counter, adder.sum()));
		target.put(Counter.PAYLOADS_REFUSED, this.refusals.values().stream().mapToLong(LongAdder::sum).sum());
	}

	/** Refused payloads by reason. */
	Map<String, Long> refusals() {
		Map<String, Long> byReason = new TreeMap<>();
		this.refusals.forEach((error, adder) -> {
			if (adder.sum() > 0) {
				byReason.put(error.name(), adder.sum());
			}
		});
		return byReason;
	}

	/** Gives the native memory back. */
	@Override
	public void close() {
		this.closed = true;
		for (ZstdCodec codec = this.codecs.poll(); codec != null; codec = this.codecs.poll()) {
			codec.close();
		}
	}

	/**
	 * A payload as it travels.
	 *
	 * @param flags what the receiver has to undo
	 * @param bytes holds the payload at its beginning
	 * @param length bytes of the payload
	 */
	record Encoded(int flags, byte[] bytes, int length) {

		/** The payload alone. */
		byte[] exactBytes() {
			return (this.length == this.bytes.length) ? this.bytes : Arrays.copyOf(this.bytes, this.length);
		}

	}

}
