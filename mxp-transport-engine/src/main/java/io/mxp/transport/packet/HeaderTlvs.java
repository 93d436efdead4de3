/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.packet;

/**
 * The TLVs behind the fixed header of Initials and stateless packets: u16 type, u16
 * length, value, padded with zeros to a multiple of eight. Authenticated, never masked. A
 * mutable flyweight: {@link #read} fills the fields, {@link #write} lays them out. COLD.
 */
// SPEC packets.md#header-tlvs
public final class HeaderTlvs {

	public static final int PADDING = 0;

	public static final int VERSION = 1;

	public static final int SOURCE_CID = 2;

	public static final int KEY_ID = 3;

	public static final int PATTERN = 4;

	public static final int TOKEN = 5;

	public static final int ORIGINAL_CID = 6;

	public static final int VERSIONS = 7;

	public static final int PUZZLE = 8;

	public static final int SOLUTION = 9;

	/** A type that stands for those of later versions; receivers ignore it. */
	public static final int GREASE = 0x1A2A;

	/** Pattern: the client knows the server's key and shows its own. */
	public static final int PATTERN_IK = 1;

	/** Pattern: the client knows the server's key and is anonymous. */
	public static final int PATTERN_NK = 2;

	/** Pattern: the client trusts an authority only, and shows its own key. */
	public static final int PATTERN_XX = 3;

	/** Pattern: the client trusts an authority only, and is anonymous. */
	public static final int PATTERN_NX = 4;

	/** Pattern: a ticket says who the client is. */
	public static final int PATTERN_NK_PSK = 5;

	/** Added to a pattern's number where its keys are points of P-256. */
	public static final int PATTERN_P256 = 0x10;

	/** The version that this implementation speaks. */
	public static final int VERSION_1 = 1;

	/** Longest token in bytes. */
	public static final int MAX_TOKEN_LENGTH = 256;

	/** Most versions that one packet names. */
	public static final int MAX_VERSIONS = 17;

	private static final byte[] NO_TOKEN = new byte[0];

	private static final int[] NO_VERSIONS = new int[0];

	private int version;

	private long sourceConnectionId;

	private boolean hasSourceConnectionId;

	private int keyId;

	private boolean hasKeyId;

	private int pattern;

	private byte[] token = NO_TOKEN;

	private long originalConnectionId;

	private boolean hasOriginalConnectionId;

	private int[] versions = NO_VERSIONS;

	private int puzzle;

	private long solution;

	private boolean hasSolution;

	/**
	 * Reads the TLVs of the packet at {@code offset}, whose header was checked.
	 * @return {@link DropReason#NONE}, or {@link DropReason#BAD_TLV} where they are not
	 * well-formed or doubled
	 */
	public DropReason read(byte[] bytes, int offset) {
		clear();
		int end = offset + PacketHeader.headerLength(bytes, offset);
		int at = offset + PacketHeader.LENGTH;
		int seen = 0;
		while (at < end) {
			if (end - at < 4) {
				return DropReason.BAD_TLV;
			}
			int type = LittleEndian.getUnsignedShort(bytes, at);
			int length = LittleEndian.getUnsignedShort(bytes, at + 2);
			if (at + 4 + length > end) {
				return DropReason.BAD_TLV;
			}
			if (type > PADDING && type <= SOLUTION) {
				if ((seen & (1 << type)) != 0 || !take(type, bytes, at + 4, length)) {
					return DropReason.BAD_TLV;
				}
				seen |= 1 << type;
			}
			at += LittleEndian.align8(4 + length);
		}
		return (at == end) ? DropReason.NONE : DropReason.BAD_TLV;
	}

	private boolean take(int type, byte[] bytes, int at, int length) {
		switch (type) {
			case VERSION:
				if (length != 4) {
					return false;
				}
				this.version = LittleEndian.getInt(bytes, at);
				return true;
			case SOURCE_CID:
				if (length != 8) {
					return false;
				}
				this.sourceConnectionId = LittleEndian.getLong(bytes, at);
				this.hasSourceConnectionId = true;
				return true;
			case KEY_ID:
				if (length != 4) {
					return false;
				}
				this.keyId = LittleEndian.getInt(bytes, at);
				this.hasKeyId = true;
				return true;
			case PATTERN:
				if (length != 1) {
					return false;
				}
				this.pattern = bytes[at] & 0xFF;
				return true;
			case TOKEN:
				if (length > MAX_TOKEN_LENGTH) {
					return false;
				}
				this.token = new byte[length];
				System.arraycopy(bytes, at, this.token, 0, length);
				return true;
			case ORIGINAL_CID:
				if (length != 8) {
					return false;
				}
				this.originalConnectionId = LittleEndian.getLong(bytes, at);
				this.hasOriginalConnectionId = true;
				return true;
			default:
				return takeAnswer(type, bytes, at, length);
		}
	}

	private boolean takeAnswer(int type, byte[] bytes, int at, int length) {
		switch (type) {
			case VERSIONS:
				if (length == 0 || length % 4 != 0 || length > 4 * MAX_VERSIONS) {
					return false;
				}
				this.versions = new int[length / 4];
				for (int i = 0; i < this.versions.length; i++) {
					this.versions[i] = LittleEndian.getInt(bytes, at + 4 * i);
				}
				return true;
			case PUZZLE:
				if (length != 1) {
					return false;
				}
				this.puzzle = bytes[at] & 0xFF;
				return true;
			default:
				if (length != 8) {
					return false;
				}
				this.solution = LittleEndian.getLong(bytes, at);
				this.hasSolution = true;
				return true;
		}
	}

	/**
	 * Writes the TLVs that are set behind the fixed header at {@code offset}, and one of
	 * a reserved type.
	 * @return the length of the whole header
	 */
	public int write(byte[] bytes, int offset) {
		int at = offset + PacketHeader.LENGTH;
		at = tlv(bytes, at, VERSION, 4);
		LittleEndian.putInt(bytes, at - 4, this.version);
		if (this.hasSourceConnectionId) {
			at = tlv(bytes, at, SOURCE_CID, 8);
			LittleEndian.putLong(bytes, at - 12, this.sourceConnectionId);
		}
		if (this.hasKeyId) {
			at = tlv(bytes, at, KEY_ID, 4);
			LittleEndian.putInt(bytes, at - 4, this.keyId);
		}
		if (this.pattern != 0) {
			at = tlv(bytes, at, PATTERN, 1);
			bytes[at - 4] = (byte) this.pattern;
		}
		if (this.token.length > 0) {
			int value = at + 4;
			at = tlv(bytes, at, TOKEN, this.token.length);
			System.arraycopy(this.token, 0, bytes, value, this.token.length);
		}
		if (this.hasOriginalConnectionId) {
			at = tlv(bytes, at, ORIGINAL_CID, 8);
			LittleEndian.putLong(bytes, at - 12, this.originalConnectionId);
		}
		if (this.versions.length > 0) {
			int value = at + 4;
			at = tlv(bytes, at, VERSIONS, 4 * this.versions.length);
			for (int i = 0; i < this.versions.length; i++) {
				LittleEndian.putInt(bytes, value + 4 * i, this.versions[i]);
			}
		}
		if (this.puzzle > 0) {
			at = tlv(bytes, at, PUZZLE, 1);
			bytes[at - 4] = (byte) this.puzzle;
		}
		if (this.hasSolution) {
			at = tlv(bytes, at, SOLUTION, 8);
			LittleEndian.putLong(bytes, at - 12, this.solution);
		}
		at = tlv(bytes, at, GREASE, 4);
		return at - offset;
	}

	private static int tlv(byte[] bytes, int at, int type, int length) {
		int end = at + LittleEndian.align8(4 + length);
		LittleEndian.putShort(bytes, at, type);
		LittleEndian.putShort(bytes, at + 2, length);
		for (int i = at + 4; i < end; i++) {
			bytes[i] = 0;
		}
		return end;
	}

	public HeaderTlvs clear() {
		this.version = 0;
		this.sourceConnectionId = 0;
		this.hasSourceConnectionId = false;
		this.keyId = 0;
		this.hasKeyId = false;
		this.pattern = 0;
		this.token = NO_TOKEN;
		this.originalConnectionId = 0;
		this.hasOriginalConnectionId = false;
		this.versions = NO_VERSIONS;
		this.puzzle = 0;
		this.solution = 0;
		this.hasSolution = false;
		return this;
	}

	public HeaderTlvs version(int version) {
		this.version = version;
		return this;
	}

	public HeaderTlvs sourceConnectionId(long id) {
		this.sourceConnectionId = id;
		this.hasSourceConnectionId = true;
		return this;
	}

	public HeaderTlvs keyId(int keyId) {
		this.keyId = keyId;
		this.hasKeyId = true;
		return this;
	}

	public HeaderTlvs pattern(int pattern) {
		this.pattern = pattern;
		return this;
	}

	public HeaderTlvs token(byte[] token) {
		this.token = token;
		return this;
	}

	public HeaderTlvs originalConnectionId(long id) {
		this.originalConnectionId = id;
		this.hasOriginalConnectionId = true;
		return this;
	}

	public HeaderTlvs versions(int[] versions) {
		this.versions = versions;
		return this;
	}

	public HeaderTlvs puzzle(int zeroBits) {
		this.puzzle = zeroBits;
		return this;
	}

	public HeaderTlvs solution(long solution) {
		this.solution = solution;
		this.hasSolution = true;
		return this;
	}

	/** The version, or 0 where none is named. */
	public int version() {
		return this.version;
	}

	public boolean hasSourceConnectionId() {
		return this.hasSourceConnectionId;
	}

	/** The id by which the sender wants to be addressed. */
	public long sourceConnectionId() {
		return this.sourceConnectionId;
	}

	public boolean hasKeyId() {
		return this.hasKeyId;
	}

	/**
	 * First four bytes of the SHA-256 of the server's static key, as they lie on the
	 * wire.
	 */
	public int keyId() {
		return this.keyId;
	}

	/** 1 IK, 2 NK, 3 XX, 4 NX, 5 NKpsk0, or 0 where none is named. */
	public int pattern() {
		return this.pattern;
	}

	/** The address token; empty where there is none. */
	public byte[] token() {
		return this.token;
	}

	public boolean hasOriginalConnectionId() {
		return this.hasOriginalConnectionId;
	}

	/** The id that the client's Initial was sent to. */
	public long originalConnectionId() {
		return this.originalConnectionId;
	}

	/** The versions that the server speaks; empty where none are named. */
	public int[] versions() {
		return this.versions;
	}

	/** How many leading zero bits a solution has to have; 0 for no puzzle. */
	public int puzzle() {
		return this.puzzle;
	}

	public boolean hasSolution() {
		return this.hasSolution;
	}

	/** The number that solves the puzzle. */
	public long solution() {
		return this.solution;
	}

}
